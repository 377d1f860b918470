package io.github.gns4j.benchmarks.turns;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Nanoseconds a call of each participant in one iteration. JMH reads the public methods of
 * subclasses and writes the names they have: that of the benchmark whose body took the turn, {@code
 * perSampleMoments} for {@code PerSampleBenchmark.moments}.
 */
@State(Scope.Thread)
public abstract class TurnTimes {
  private Map<String, Total> totals = new HashMap<>();

  private record Total(long nanos, long calls) {
    Total plus(Total other) {
      return new Total(nanos + other.nanos, calls + other.calls);
    }
  }

  /** Forgets the iteration before. */
  @Setup(Level.Iteration)
  public void clear() {
    totals.clear();
  }

  /** Tells from now on what another is told: JMH does not read the methods of a superclass. */
  final void tellOf(TurnTimes other) {
    totals = other.totals;
  }

  /** Takes the calls of a turn and the nanoseconds of all of them. */
  final void add(String name, long nanos, long calls) {
    totals.merge(name, new Total(nanos, calls), Total::plus);
  }

  /** Returns the mean over all calls, NaN without any. */
  final double mean(String name) {
    Total total = totals.get(name);
    return total == null ? Double.NaN : (double) total.nanos() / total.calls();
  }
}
