package io.github.gns4j.quadratic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.SgdBuilder;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.quadratic.NoisyQuadratic.Sgd;
import io.github.gns4j.quadratic.QuadraticRun.Layout;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * SGD under every policy and layout, on random quadratics of dimension 1 to 512 and condition
 * number up to 10⁶ with any noise, has the risk that theory gives for the rates and batches it
 * chose.
 *
 * <p>The recursion of second moments is exact for a schedule that is given, also where slow
 * coordinates have not settled. The relative difference of a run's mean loss over the last half of
 * its steps is averaged over {@value #RUNS} runs with noise of their own. Tolerance: {@value
 * #STANDARD_ERRORS} standard errors (Student's t with 9 degrees: false-alarm rate 2e-4 a try) and
 * {@value #LEFT_OUT} for what the schedule owes to the noise of its own run.
 */
class SgdRiskProperties {
  private static final int RUNS = 10;
  private static final int STEPS = 400;
  private static final double STANDARD_ERRORS = 6;
  private static final double LEFT_OUT = 0.05;

  /** Every policy in each try. */
  @Property(tries = 2, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void theRiskIsTheAnalyticOne(
      @ForAll @IntRange(min = 1, max = 512) int dimension,
      @ForAll @DoubleRange(min = 0, max = 6) double logCondition,
      @ForAll RandomQuadratic.Noise noise,
      @ForAll Layout layout,
      @ForAll @DoubleRange(min = 0, max = 0.9) double momentum,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Policy policy : Policy.values()) {
      RandomQuadratic problem =
          RandomQuadratic.draw(dimension, Math.pow(10, logCondition), policy.turned(noise), random);
      check(problem, policy, policy.turned(layout), momentum, random);
    }
  }

  private static void check(
      RandomQuadratic problem,
      Policy policy,
      Layout layout,
      double momentum,
      SplittableRandom random) {
    double rate = random.nextDouble(0.02, 0.3) * (1 - momentum);
    double[] differences = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      SgdBuilder builder =
          policy.applyTo(NoiseAware.sgd(), false, 8, 32).learningRate(rate).momentum(momentum);
      if (layout == Layout.MICRO_BATCHES) {
        builder.maxMicroBatch(3);
      }
      differences[run] = difference(problem, builder, layout, momentum, random.nextLong());
    }
    SampleMean mean = SampleMean.of(differences);
    assertThat(Math.abs(mean.value()))
        .as("%s: risk over theory, less 1: %s", policy, mean)
        .isLessThan(STANDARD_ERRORS * mean.standardError() + LEFT_OUT);
  }

  private static double difference(
      RandomQuadratic problem, SgdBuilder builder, Layout layout, double momentum, long seed) {
    QuadraticRun run =
        new QuadraticRun(problem, builder, layout, problem.start(ElementType.FLOAT64), seed);
    double[] start = problem.offset(run.parameters());
    List<Sgd> schedule = new ArrayList<>();
    double measured = 0;
    for (int step = 0; step < STEPS; step++) {
      StepReport report = run.step();
      double rate = report.decision().learningRate();
      schedule.add(new Sgd(rate, momentum, report.batch().samples()));
      measured += step >= STEPS / 2 ? run.loss() : 0;
    }
    double[] expected = problem.model().expectedLoss(start, schedule);
    double theory = 0;
    for (int step = STEPS / 2; step < STEPS; step++) {
      theory += expected[step];
    }
    return measured / theory - 1;
  }
}
