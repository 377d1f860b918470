package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.Nd4jOperations;
import io.github.gns4j.benchmarks.PerSampleBenchmark;
import io.github.gns4j.benchmarks.PlainJava;
import io.github.gns4j.benchmarks.ReductionBenchmark;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The passes that are no steps, beside plain loops and ND4J operations. */
@State(Scope.Benchmark)
public class PassTurns extends OwnPassTurns {
  /** Names the others. */
  @Setup(Level.Trial)
  public void enter(PlainJava loops, Nd4jOperations chains) {
    ReductionBenchmark flat = new ReductionBenchmark();
    PerSampleBenchmark samples = new PerSampleBenchmark();
    contest
        .enter(
            "reductionSquaredNormPlainJava", hole -> hole.consume(flat.squaredNormPlainJava(loops)))
        .enter(
            "reductionAccumulatePlainJava", hole -> hole.consume(flat.accumulatePlainJava(loops)))
        .enter("reductionDotPlainJava", hole -> hole.consume(flat.dotPlainJava(loops)))
        .enter("reductionAveragePlainJava", hole -> hole.consume(flat.averagePlainJava(loops)))
        .enter("perSamplePlainJava", hole -> hole.consume(samples.plainJava(loops)))
        .enter(
            "reductionSquaredNormNd4j",
            () -> chains.areShort(),
            hole -> hole.consume(flat.squaredNormNd4j(chains)))
        .enter(
            "reductionDotNd4j", () -> chains.areShort(), hole -> hole.consume(flat.dotNd4j(chains)))
        .enter(
            "perSampleNd4jNorms",
            () -> chains.areShort(),
            hole -> hole.consume(samples.nd4jNorms(chains)));
  }

  void round(OwnPassTurns.Times own, Times others, Blackhole hole) {
    others.tellOf(own);
    contest.round(own, hole);
  }

  /** Nanoseconds a call of the others. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** The guard pass in a plain loop. */
    public double reductionSquaredNormPlainJava() {
      return mean("reductionSquaredNormPlainJava");
    }

    /** A running mean in a plain loop. */
    public double reductionAccumulatePlainJava() {
      return mean("reductionAccumulatePlainJava");
    }

    /** A dot product in a plain loop. */
    public double reductionDotPlainJava() {
      return mean("reductionDotPlainJava");
    }

    /** An average in a plain loop. */
    public double reductionAveragePlainJava() {
      return mean("reductionAveragePlainJava");
    }

    /** Moments of 32 samples in plain loops. */
    public double perSamplePlainJava() {
      return mean("perSamplePlainJava");
    }

    /** The norm of ND4J. */
    public double reductionSquaredNormNd4j() {
      return mean("reductionSquaredNormNd4j");
    }

    /** The dot product of ND4J. */
    public double reductionDotNd4j() {
      return mean("reductionDotNd4j");
    }

    /** Norms of 32 samples by ND4J. */
    public double perSampleNd4jNorms() {
      return mean("perSampleNd4jNorms");
    }
  }
}
