package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Each optimizer, run on random noisy quadratics, settles at the risk that theory gives. The
 * tolerance is 5 standard errors of the time average (from the means of 20 blocks: Student's t with
 * 19 degrees, two-sided false-alarm rate 8e-5 a try) plus what the closed form leaves out: nothing
 * for SGD, the scatter of the second moment for Adam, that and the scatter of the trust ratio for
 * LAMB.
 */
class ConvergenceProperties {
  private static final int BLOCKS = 20;
  private static final int BURN_IN = 4_000;
  private static final int STEPS = 20_000;

  /** A quadratic around {@code centre} whose samples have gradients of variance {@code c_i}. */
  private record Problem(double[] curvature, double[] noise, double[] centre) {
    static Problem random(int dimension, double centre, Random random) {
      double[] h = random.doubles(dimension).map(u -> Math.pow(5, -u)).toArray();
      double[] c = random.doubles(dimension).map(u -> Math.pow(10, 2 * u - 1)).toArray();
      double[] at = random.doubles(dimension).map(u -> centre * (u < 0.5 ? -1 : 1)).toArray();
      return new Problem(h, c, at);
    }

    void gradient(HostArray parameters, int samples, Random random, HostArray gradient) {
      for (int i = 0; i < centre.length; i++) {
        double noisy = Math.sqrt(noise[i] / samples) * random.nextGaussian();
        gradient.set(i, curvature[i] * (parameters.get(i) - centre[i]) + noisy);
      }
    }

    double risk(HostArray parameters) {
      double risk = 0;
      for (int i = 0; i < centre.length; i++) {
        double x = parameters.get(i) - centre[i];
        risk += curvature[i] * x * x / 2;
      }
      return risk;
    }

    StationaryRisk theory(int batch) {
      return new StationaryRisk(curvature, Arrays.stream(noise).map(c -> c / batch).toArray());
    }
  }

  @Property(tries = 8, seed = "20261123", shrinking = ShrinkingMode.OFF)
  void sgdSettlesAtTheAnalyticRisk(
      @ForAll @IntRange(min = 4, max = 40) int dimension,
      @ForAll @IntRange(min = 2, max = 32) int batch,
      @ForAll @DoubleRange(min = 0, max = 0.9) double momentum,
      @ForAll @LongRange(min = 1, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    Problem problem = Problem.random(dimension, 1, random);
    double rate = 0.3 * (1 - momentum);
    Averages risk =
        run(problem, NoiseAware.sgd().learningRate(rate).momentum(momentum), batch, random);
    risk.assertMean(problem.theory(batch).ofSgd(rate, momentum), 0);
  }

  @Property(tries = 6, seed = "20261123", shrinking = ShrinkingMode.OFF)
  void adamSettlesAtTheAnalyticRisk(
      @ForAll @IntRange(min = 10, max = 40) int dimension,
      @ForAll @IntRange(min = 2, max = 32) int batch,
      @ForAll @LongRange(min = 1, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    Problem problem = Problem.random(dimension, 1, random);
    double rate = 0.1 / Math.sqrt(batch);
    Averages risk = run(problem, NoiseAware.adam().learningRate(rate), batch, random);
    risk.assertMean(problem.theory(batch).ofAdam(rate, 0.9), 0.03);
  }

  @Property(tries = 5, seed = "20261123", shrinking = ShrinkingMode.OFF)
  void lambSettlesAtTheAnalyticRisk(
      @ForAll @IntRange(min = 48, max = 96) int dimension,
      @ForAll @IntRange(min = 2, max = 32) int batch,
      @ForAll @LongRange(min = 1, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    double centre = 100;
    Problem problem = Problem.random(dimension, centre, random);
    double norm = centre * Math.sqrt(dimension);
    // The trust ratio is about the length of the parameters over that of a direction of unit size.
    double rate = 0.02 / centre / Math.sqrt(batch);
    LambBuilder lamb = NoiseAware.lamb().learningRate(rate).weightDecay(0);
    Averages risk = run(problem, lamb, batch, random);
    risk.assertMean(problem.theory(batch).ofLamb(rate, 0.9, norm), 0.06);
  }

  private static Averages run(
      Problem problem, NoiseAwareBuilder<?> builder, int batch, Random random) {
    HostArray parameters = HostArray.copyOf(problem.centre());
    builder.batchSize(batch).maxMicroBatch(Math.ceilDiv(batch, 2)).nanoClock(() -> 0);
    HostArray gradient = HostArray.allocate(parameters.type(), parameters.length());
    double[] blocks = new double[BLOCKS];
    try (NoiseAwareOptimizer optimizer = builder.forParameters(parameters)) {
      for (int step = 0; step < BURN_IN + STEPS; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          problem.gradient(parameters, micro.samples(), random, gradient);
          optimizer.accumulate(gradient, micro);
        }
        optimizer.step();
        if (step >= BURN_IN) {
          blocks[(step - BURN_IN) * BLOCKS / STEPS] += problem.risk(parameters) * BLOCKS / STEPS;
        }
      }
    }
    return new Averages(blocks);
  }

  /** Means over blocks of time long enough to be almost independent. */
  private record Averages(double[] blocks) {
    private static final double STANDARD_ERRORS = 5;

    void assertMean(double expected, double leftOut) {
      double mean = Arrays.stream(blocks).average().orElseThrow();
      double squares = Arrays.stream(blocks).map(b -> (b - mean) * (b - mean)).sum();
      double error = Math.sqrt(squares / (BLOCKS - 1) / BLOCKS);
      double tolerance = STANDARD_ERRORS * error + leftOut * expected;
      assertThat(Math.abs(mean - expected))
          .as("risk %s, expected %s, standard error %s", mean, expected, error)
          .isLessThan(tolerance);
      // A tolerance that lets a factor of two pass would test nothing.
      assertThat(tolerance).as("tolerance").isLessThan(0.3 * expected);
    }
  }
}
