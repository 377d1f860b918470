package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.LambBenchmark;
import io.github.gns4j.benchmarks.Nd4jOperations;
import io.github.gns4j.benchmarks.OptimizerArrays;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Lamb;
import io.github.gns4j.benchmarks.PlainJava;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** LAMB: ours, plain loops, ND4J operations and the traffic. */
@State(Scope.Benchmark)
public class LambTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(
      OptimizerArrays ours,
      TrafficArrays moved,
      Lamb whole,
      PlainJava loops,
      Nd4jOperations chains) {
    LambBenchmark bodies = new LambBenchmark();
    OptimizerStepBenchmark steps = new OptimizerStepBenchmark();
    contest
        .enter("lambInPlace", _ -> bodies.inPlace(ours))
        .enter("lambPlainJava", hole -> hole.consume(bodies.plainJava(loops)))
        .enter(
            "lambNd4jOperations",
            () -> chains.areShort(),
            hole -> hole.consume(bodies.nd4jOperations(chains)))
        .enter("optimizerStepLamb", hole -> hole.consume(steps.lamb(whole)))
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

    /** Plain loops. */
    public double lambPlainJava() {
      return mean("lambPlainJava");
    }

    /** ND4J operations. */
    public double lambNd4jOperations() {
      return mean("lambNd4jOperations");
    }

    /** A whole step, with its report. */
    public double optimizerStepLamb() {
      return mean("optimizerStepLamb");
    }
  }
}
