package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.ConvolutionNormsBenchmark;
import io.github.gns4j.benchmarks.ConvolutionNormsBenchmark.Deep;
import io.github.gns4j.benchmarks.OptimizerArrays;
import io.github.gns4j.benchmarks.OuterNormsBenchmark;
import io.github.gns4j.benchmarks.OuterNormsBenchmark.Dense;
import io.github.gns4j.benchmarks.PerSampleBenchmark;
import io.github.gns4j.benchmarks.PerSampleBenchmark.Rows;
import io.github.gns4j.benchmarks.ReductionBenchmark;
import io.github.gns4j.benchmarks.ReductionBenchmark.InTurn;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Our passes that are no steps, each beside its traffic. */
@State(Scope.Benchmark)
public class OwnPassTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(
      OptimizerArrays ours,
      TrafficArrays moved,
      InTurn gradients,
      Rows rows,
      Dense layer,
      Deep convolution) {
    ReductionBenchmark flat = new ReductionBenchmark();
    PerSampleBenchmark samples = new PerSampleBenchmark();
    OuterNormsBenchmark outer = new OuterNormsBenchmark();
    ConvolutionNormsBenchmark convolutions = new ConvolutionNormsBenchmark();
    contest
        .enter("reductionSquaredNorm", _ -> flat.squaredNorm(ours))
        .enter("reductionSquaredNormTraffic", hole -> hole.consume(flat.squaredNormTraffic(moved)))
        .enter("reductionAccumulate", _ -> flat.accumulate(ours, gradients))
        .enter("reductionAccumulateTraffic", hole -> hole.consume(flat.accumulateTraffic(moved)))
        .enter("reductionDot", _ -> flat.dot(ours))
        .enter("reductionDotTraffic", hole -> hole.consume(flat.dotTraffic(moved)))
        .enter("reductionAverage", _ -> flat.average(ours))
        .enter("reductionAverageTraffic", hole -> hole.consume(flat.averageTraffic(moved)))
        .enter("perSampleMoments", _ -> samples.moments(rows))
        .enter("perSampleTraffic", hole -> hole.consume(samples.traffic(rows)))
        .enter("outerNormsDense", _ -> outer.dense(layer))
        .enter("outerNormsDenseTraffic", hole -> hole.consume(outer.denseTraffic(layer)))
        .enter("convolutionNormsTwentyChannels", _ -> convolutions.twentyChannels(convolution))
        .enter(
            "convolutionNormsTwentyChannelsTraffic",
            hole -> hole.consume(convolutions.twentyChannelsTraffic(convolution)));
  }

  void round(Times times, Blackhole hole) {
    contest.round(times, hole);
  }

  /** Nanoseconds a call. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** The guard pass. */
    public double reductionSquaredNorm() {
      return mean("reductionSquaredNorm");
    }

    /** Its traffic. */
    public double reductionSquaredNormTraffic() {
      return mean("reductionSquaredNormTraffic");
    }

    /** A micro-batch joins the mean. */
    public double reductionAccumulate() {
      return mean("reductionAccumulate");
    }

    /** Its traffic. */
    public double reductionAccumulateTraffic() {
      return mean("reductionAccumulateTraffic");
    }

    /** A dot product. */
    public double reductionDot() {
      return mean("reductionDot");
    }

    /** Its traffic. */
    public double reductionDotTraffic() {
      return mean("reductionDotTraffic");
    }

    /** Parameters join their average. */
    public double reductionAverage() {
      return mean("reductionAverage");
    }

    /** Its traffic. */
    public double reductionAverageTraffic() {
      return mean("reductionAverageTraffic");
    }

    /** Moments of 32 samples. */
    public double perSampleMoments() {
      return mean("perSampleMoments");
    }

    /** Their traffic. */
    public double perSampleTraffic() {
      return mean("perSampleTraffic");
    }

    /** Norms of a dense layer. */
    public double outerNormsDense() {
      return mean("outerNormsDense");
    }

    /** Their traffic. */
    public double outerNormsDenseTraffic() {
      return mean("outerNormsDenseTraffic");
    }

    /** Norms of a convolution. */
    public double convolutionNormsTwentyChannels() {
      return mean("convolutionNormsTwentyChannels");
    }

    /** Their traffic. */
    public double convolutionNormsTwentyChannelsTraffic() {
      return mean("convolutionNormsTwentyChannelsTraffic");
    }
  }
}
