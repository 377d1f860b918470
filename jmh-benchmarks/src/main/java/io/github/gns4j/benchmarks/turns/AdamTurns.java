package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.AdamBenchmark;
import io.github.gns4j.benchmarks.Dl4jArrays;
import io.github.gns4j.benchmarks.Nd4jOperations;
import io.github.gns4j.benchmarks.OptimizerArrays;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Adam;
import io.github.gns4j.benchmarks.PlainJava;
import io.github.gns4j.benchmarks.UpdaterArrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Adam: ours in its forms, DL4J's, a plain loop, ND4J operations and the traffic. */
@State(Scope.Benchmark)
public class AdamTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(
      OptimizerArrays ours,
      TrafficArrays moved,
      UpdaterArrays updaters,
      Dl4jArrays theirs,
      Adam whole,
      PlainJava loops,
      Nd4jOperations chains) {
    AdamBenchmark bodies = new AdamBenchmark();
    OptimizerStepBenchmark steps = new OptimizerStepBenchmark();
    contest
        .enter("adamInPlace", _ -> bodies.inPlace(ours))
        .enter("adamInPlaceWithoutStatistics", _ -> bodies.inPlaceWithoutStatistics(ours))
        .enter("adamInPlaceGuarded", _ -> bodies.inPlaceGuarded(ours))
        .enter("adamInPlaceIn64Segments", _ -> bodies.inPlaceIn64Segments(ours))
        .enter("adamUpdaterForm", hole -> hole.consume(bodies.updaterForm(updaters)))
        .enter("adamUpdaterFormAlone", hole -> hole.consume(bodies.updaterFormAlone(updaters)))
        .enter("adamDl4j", hole -> hole.consume(bodies.dl4j(theirs)))
        .enter("adamDl4jAlone", hole -> hole.consume(bodies.dl4jAlone(theirs)))
        .enter("adamPlainJava", hole -> hole.consume(bodies.plainJava(loops)))
        .enter(
            "adamNd4jOperations",
            () -> chains.areShort(),
            hole -> hole.consume(bodies.nd4jOperations(chains)))
        .enter("optimizerStepAdam", hole -> hole.consume(steps.adam(whole)))
        .enter("adamTraffic", hole -> hole.consume(bodies.traffic(moved)));
  }

  void round(Times times, Blackhole hole) {
    contest.round(times, hole);
  }

  /** Nanoseconds a call. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** In place, with statistics. */
    public double adamInPlace() {
      return mean("adamInPlace");
    }

    /** In place, without statistics. */
    public double adamInPlaceWithoutStatistics() {
      return mean("adamInPlaceWithoutStatistics");
    }

    /** In place, after the guard pass. */
    public double adamInPlaceGuarded() {
      return mean("adamInPlaceGuarded");
    }

    /** In place, with statistics of 64 segments. */
    public double adamInPlaceIn64Segments() {
      return mean("adamInPlaceIn64Segments");
    }

    /** Our updater for DL4J and the subtraction. */
    public double adamUpdaterForm() {
      return mean("adamUpdaterForm");
    }

    /** Our updater for DL4J. */
    public double adamUpdaterFormAlone() {
      return mean("adamUpdaterFormAlone");
    }

    /** DL4J's updater and the subtraction. */
    public double adamDl4j() {
      return mean("adamDl4j");
    }

    /** DL4J's updater. */
    public double adamDl4jAlone() {
      return mean("adamDl4jAlone");
    }

    /** A plain loop. */
    public double adamPlainJava() {
      return mean("adamPlainJava");
    }

    /** The traffic of a step. */
    public double adamTraffic() {
      return mean("adamTraffic");
    }

    /** ND4J operations. */
    public double adamNd4jOperations() {
      return mean("adamNd4jOperations");
    }

    /** A whole step, with its report. */
    public double optimizerStepAdam() {
      return mean("optimizerStepAdam");
    }
  }
}
