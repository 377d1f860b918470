package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.Dl4jArrays;
import io.github.gns4j.benchmarks.Nd4jOperations;
import io.github.gns4j.benchmarks.OptimizerArrays;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Sgd;
import io.github.gns4j.benchmarks.PlainJava;
import io.github.gns4j.benchmarks.SgdBenchmark;
import io.github.gns4j.benchmarks.UpdaterArrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** SGD with momentum: ours in its forms, DL4J's, a plain loop, ND4J operations and the traffic. */
@State(Scope.Benchmark)
public class SgdTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(
      OptimizerArrays ours,
      TrafficArrays moved,
      UpdaterArrays updaters,
      Dl4jArrays theirs,
      Sgd whole,
      PlainJava loops,
      Nd4jOperations chains) {
    SgdBenchmark bodies = new SgdBenchmark();
    OptimizerStepBenchmark steps = new OptimizerStepBenchmark();
    contest
        .enter("sgdInPlace", _ -> bodies.inPlace(ours))
        .enter("sgdInPlaceWithoutStatistics", _ -> bodies.inPlaceWithoutStatistics(ours))
        .enter("sgdUpdaterForm", hole -> hole.consume(bodies.updaterForm(updaters)))
        .enter("sgdUpdaterFormAlone", hole -> hole.consume(bodies.updaterFormAlone(updaters)))
        .enter("sgdDl4j", hole -> hole.consume(bodies.dl4j(theirs)))
        .enter("sgdDl4jAlone", hole -> hole.consume(bodies.dl4jAlone(theirs)))
        .enter("sgdPlainJava", hole -> hole.consume(bodies.plainJava(loops)))
        .enter(
            "sgdNd4jOperations",
            () -> chains.areShort(),
            hole -> hole.consume(bodies.nd4jOperations(chains)))
        .enter("optimizerStepSgd", hole -> hole.consume(steps.sgd(whole)))
        .enter("sgdTraffic", hole -> hole.consume(bodies.traffic(moved)));
  }

  void round(Times times, Blackhole hole) {
    contest.round(times, hole);
  }

  /** Nanoseconds a call. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** In place, with statistics. */
    public double sgdInPlace() {
      return mean("sgdInPlace");
    }

    /** In place, without statistics. */
    public double sgdInPlaceWithoutStatistics() {
      return mean("sgdInPlaceWithoutStatistics");
    }

    /** Our updater for DL4J and the subtraction. */
    public double sgdUpdaterForm() {
      return mean("sgdUpdaterForm");
    }

    /** Our updater for DL4J. */
    public double sgdUpdaterFormAlone() {
      return mean("sgdUpdaterFormAlone");
    }

    /** DL4J's updater and the subtraction. */
    public double sgdDl4j() {
      return mean("sgdDl4j");
    }

    /** DL4J's updater. */
    public double sgdDl4jAlone() {
      return mean("sgdDl4jAlone");
    }

    /** The traffic of a step. */
    public double sgdTraffic() {
      return mean("sgdTraffic");
    }

    /** A plain loop. */
    public double sgdPlainJava() {
      return mean("sgdPlainJava");
    }

    /** ND4J operations. */
    public double sgdNd4jOperations() {
      return mean("sgdNd4jOperations");
    }

    /** A whole step, with its report. */
    public double optimizerStepSgd() {
      return mean("optimizerStepSgd");
    }
  }
}
