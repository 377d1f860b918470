package io.github.gns4j.quadratic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.policy.BatchInput;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.quadratic.NoisyQuadratic.Sgd;
import io.github.gns4j.quadratic.QuadraticRun.Layout;
import io.github.gns4j.quadratic.RandomQuadratic.Noise;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The batch of the critical rule, which is to be {@code B_simple}, follows the analytic path of it:
 * {@code trΣ/Σ h_i² E x_i²} with the second moments of the rates and batches that the run chose,
 * and {@code |G|²} averaged over the estimate's horizon as the estimate averages it.
 *
 * <p>The rule goes to the nearer end of the interval, and moves for a gain of 5% only, {@code (1 +
 * x)(1 + 1/x)/4 = 1.05}: from {@code x} = 0.64 of that end. Two standard errors of some 15% from 48
 * observations are another factor of 0.77 below the truth: half the path is what the batch may lag
 * by. Beyond the path it goes only if the whole interval lies there, once in forty times.
 *
 * <p>Noise in three directions is a sum of three squares in every step, and the signal is seen the
 * worse for it: at half of the path {@code |ḡ|²} scatters by {@code √(4·2/3 + 2·4/3)} of {@code
 * |G|²}, which leaves a standard error of 33% over the observations. Two of them are a factor of
 * 0.6 in place of 0.77.
 */
class BatchPathTest {
  private static final int BASE = 16;

  /** {@code x + 1/x = 2.2}. */
  private static final double HYSTERESIS = 0.642;

  private static final double LAG = 2;

  private static final double LAG_IN_THREE_DIRECTIONS = 2.6;

  /** The windows of an estimate that 900 steps hold are about twenty. */
  private static final double BEYOND = 0.1;

  private static final int LARGEST = 1024;
  private static final int STEPS = 900;

  /** Rate at which Adam would go the distance 1 two and a half times if there were no noise. */
  private static final double CROSSING = 2.5 / STEPS;

  /** Where LAMB's parameters are: a step is a share of them. */
  private static final double FAR = 100;

  /** Horizon of the default settings, in base batches and in steps. */
  private static final double HORIZON = 64.0 * BASE;

  private static final double LEAST_STEPS = 24;

  @ParameterizedTest
  @EnumSource
  void followsTheAnalyticPath(Noise noise) {
    RandomQuadratic problem = RandomQuadratic.draw(64, 100, noise, new SplittableRandom(5));
    QuadraticRun run =
        new QuadraticRun(
            problem,
            NoiseAware.sgd()
                .momentum(0)
                .learningRate(0.02)
                .learningRateRule(LearningRateRule.fixed())
                .batch(batch())
                .baseBatch(BASE)
                .maxMicroBatch(8),
            Layout.MICRO_BATCHES,
            problem.start(ElementType.FLOAT64),
            9);
    double[] start = problem.offset(run.parameters());
    List<Sgd> schedule = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      StepReport report = run.step();
      schedule.add(new Sgd(report.decision().learningRate(), 0, report.batch().samples()));
    }
    double lag = noise == Noise.LOW_RANK ? LAG_IN_THREE_DIRECTIONS : LAG;
    check(problem.model(), start, schedule, lag);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(Layout.PER_SAMPLE, Layout.MICRO_BATCHES)
        .flatMap(
            layout ->
                Stream.of(
                    Arguments.of(NoiseAware.sgd().momentum(0.9).learningRate(0.002), layout),
                    Arguments.of(NoiseAware.adam().learningRate(CROSSING), layout),
                    Arguments.of(
                        NoiseAware.lamb().weightDecay(0).learningRate(CROSSING / FAR), layout)));
  }

  /**
   * With any optimizer and with single samples as well, along the signal that it met itself: no
   * formula tells how Adam and LAMB shrink it.
   */
  @ParameterizedTest
  @MethodSource("optimizers")
  void followsThePathOfAnyOptimizer(NoiseAwareBuilder<?> builder, Layout layout) {
    double[] centre = new double[32];
    Arrays.fill(centre, FAR);
    RandomQuadratic problem =
        RandomQuadratic.draw(centre.length, 100, Noise.ALIGNED, new SplittableRandom(6))
            .around(centre);
    builder.learningRateRule(LearningRateRule.fixed()).batch(euclidean()).baseBatch(BASE);
    if (layout == Layout.MICRO_BATCHES) {
      builder.maxMicroBatch(8);
    }
    QuadraticRun run =
        new QuadraticRun(problem, builder, layout, problem.start(ElementType.FLOAT64), 9);
    double[] signal = new double[STEPS];
    int[] batches = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      signal[step] = problem.model().signalSquared(problem.offset(run.parameters()));
      batches[step] = run.step().batch().samples();
    }
    check(problem.model(), signal, batches, LAG);
  }

  /** The critical batch by the Euclidean noise, whatever the optimizer's metric. */
  private static BatchPolicy euclidean() {
    BatchRule critical = BatchRule.critical(1);
    BatchRule rule =
        in ->
            critical.propose(
                new BatchInput(
                    in.euclidean(), in.batch(), in.learningRate(), in.loss(), in.stepTime()));
    return rule.between(BASE, LARGEST).startingAt(BASE).dwell(5);
  }

  /** A user's function makes no promise about the rate, so that the controller does not hold it. */
  private static BatchPolicy batch() {
    BatchRule critical = BatchRule.critical(1);
    BatchRule rule = in -> critical.propose(in);
    return rule.between(BASE, LARGEST).startingAt(BASE).dwell(5);
  }

  private static void check(NoisyQuadratic model, double[] start, List<Sgd> schedule, double lag) {
    int[] batches = schedule.stream().mapToInt(step -> (int) step.batch()).toArray();
    check(model, model.expectedSignal(start, schedule), batches, lag);
  }

  private static void check(NoisyQuadratic model, double[] signal, int[] batches, double lag) {
    double weights = 0;
    double average = 0;
    double first = 0;
    double last = 0;
    double[] lags = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      double batch = batches[t];
      double keep = Math.exp(-Math.min(batch / HORIZON, 1 / LEAST_STEPS));
      weights = keep * weights + 1 - keep;
      average = keep * average + (1 - keep) * signal[t];
      double path = Math.clamp(model.traceSigma() * weights / average, BASE, LARGEST);
      first = t == 0 ? path : first;
      last = path;
      lags[t] = batch / path;
    }
    Arrays.sort(lags);
    assertThat(last).as("the path leads far").isGreaterThan(10 * first);
    assertThat(lags[STEPS / 2]).as("median").isBetween(HYSTERESIS, 1 + 1e-9);
    assertThat(lags[STEPS / 5]).as("four of five steps").isGreaterThan(1 / lag);
    assertThat(lags[(int) (STEPS * (1 - BEYOND))]).as("beyond the path").isLessThan(1 + 1e-9);
    assertThat(lags[STEPS - 1]).as("far beyond it").isLessThan(1 / HYSTERESIS);
  }
}
