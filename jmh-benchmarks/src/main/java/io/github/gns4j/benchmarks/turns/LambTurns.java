package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.LambBenchmark;
import io.github.gns4j.benchmarks.OptimizerArrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** LAMB: ours and the traffic. */
@State(Scope.Benchmark)
public class LambTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(OptimizerArrays ours, TrafficArrays moved) {
    LambBenchmark bodies = new LambBenchmark();
    contest
        .enter("lambInPlace", _ -> bodies.inPlace(ours))
        .enter("lambTraffic", hole -> hole.consume(bodies.traffic(moved)));
  }

  void round(Times times, Blackhole hole) {
    contest.round(times, hole);
  }

  /** Nanoseconds a call. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** In place, with statistics. */
    public double lambInPlace() {
      return mean("lambInPlace");
    }

    /** The traffic of both phases. */
    public double lambTraffic() {
      return mean("lambTraffic");
    }
  }
}
