package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.quadratic.Policy;
import io.github.gns4j.quadratic.QuadraticRun;
import io.github.gns4j.quadratic.QuadraticRun.Layout;
import io.github.gns4j.quadratic.RandomQuadratic;
import io.github.gns4j.quadratic.RandomQuadratic.Noise;
import io.github.gns4j.quadratic.SampleMean;
import io.github.gns4j.report.StepReport;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Adam and LAMB under every policy and layout, on random quadratics of condition number up to 10⁶
 * with any noise, started at the minimum: the risk rises to at most the analytic one of the worst
 * rate and batch that the policy chose. It stays below where slow coordinates have not settled, so
 * the bound is one-sided; {@link ConvergenceProperties} has both sides.
 *
 * <p>Tolerance: {@value #STANDARD_ERRORS} standard errors over {@value #RUNS} runs (Student's t
 * with 5 degrees, one-sided false-alarm rate 9e-4 a try) and {@value #LEFT_OUT} for what the closed
 * form leaves out, the scatter of the second moment and of the trust ratio.
 */
class AdaptivePolicyRiskProperties {
  private static final int RUNS = 6;
  private static final int STEPS = 1_500;
  private static final int BURN_IN = 500;
  private static final int BASE = 8;
  private static final int LARGEST = 16;
  private static final double STANDARD_ERRORS = 6;
  private static final double LEFT_OUT = 0.15;
  private static final double BETA1 = 0.9;

  @FunctionalInterface
  private interface Theory {
    double risk(StationaryRisk problem, double rate);
  }

  /** Every policy in each try. */
  @Property(tries = 2, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void adam(
      @ForAll @IntRange(min = 1, max = 64) int dimension,
      @ForAll @DoubleRange(min = 0, max = 6) double logCondition,
      @ForAll Noise noise,
      @ForAll Layout layout,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Policy policy : Policy.values()) {
      RandomQuadratic problem =
          RandomQuadratic.draw(dimension, Math.pow(10, logCondition), policy.turned(noise), random);
      check(
          problem,
          policy.applyTo(NoiseAware.adam(), true, BASE, LARGEST).learningRate(0.02),
          policy.turned(layout),
          (theory, rate) -> theory.ofAdam(rate, BETA1),
          random);
    }
  }

  /** Every policy in each try. */
  @Property(tries = 1, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void lamb(
      @ForAll @IntRange(min = 32, max = 64) int dimension,
      @ForAll @DoubleRange(min = 0, max = 6) double logCondition,
      @ForAll Noise noise,
      @ForAll Layout layout,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double far = 100;
    double[] centre = new double[dimension];
    Arrays.setAll(centre, i -> random.nextBoolean() ? far : -far);
    double norm = far * Math.sqrt(dimension);
    for (Policy policy : Policy.values()) {
      RandomQuadratic problem =
          RandomQuadratic.draw(dimension, Math.pow(10, logCondition), policy.turned(noise), random)
              .around(centre);
      LambBuilder lamb = policy.applyTo(NoiseAware.lamb(), true, BASE, LARGEST);
      check(
          problem,
          lamb.learningRate(0.01 / far).weightDecay(0),
          policy.turned(layout),
          (theory, rate) -> theory.ofLamb(rate, BETA1, norm),
          random);
    }
  }

  private static void check(
      RandomQuadratic problem,
      NoiseAwareBuilder<?> builder,
      Layout layout,
      Theory theory,
      SplittableRandom random) {
    if (layout == Layout.MICRO_BATCHES) {
      builder.maxMicroBatch(3);
    }
    double[] risks = new double[RUNS];
    double bound = 0;
    for (int r = 0; r < RUNS; r++) {
      HostArray start = HostArray.copyOf(problem.centre());
      QuadraticRun run = new QuadraticRun(problem, builder, layout, start, random.nextLong());
      double rate = 0;
      int batch = Integer.MAX_VALUE;
      for (int step = 0; step < STEPS; step++) {
        StepReport report = run.step();
        rate = Math.max(rate, report.decision().learningRate());
        batch = Math.min(batch, report.batch().samples());
        risks[r] += step >= BURN_IN ? run.loss() / (STEPS - BURN_IN) : 0;
      }
      double samples = batch;
      double[] variances = Arrays.stream(problem.model().c()).map(c -> c / samples).toArray();
      double worst = theory.risk(new StationaryRisk(problem.model().h(), variances), rate);
      bound = Math.max(bound, worst);
    }
    SampleMean mean = SampleMean.of(risks);
    assertThat(mean.value())
        .as("risk %s, bound %s", mean, bound)
        .isLessThan((1 + LEFT_OUT) * bound + STANDARD_ERRORS * mean.standardError());
  }
}
