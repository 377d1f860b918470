package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.NoisyQuadratic;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The learning rate finds itself, in a loop as a user writes it. */
class ProbedOptimizerTest {
  private static final NoisyQuadratic ILL = NoisyQuadratic.spread(64, 1e6, 0.1);

  /** The optimizers, each from its own preset. */
  enum Preset {
    ADAM,
    MOMENTUM,
    NESTEROV,
    SGD,
    LAMB;

    NoiseAwareBuilder<?> builder() {
      return switch (this) {
        case ADAM -> NoiseAware.auto();
        case MOMENTUM -> NoiseAware.sgd().auto();
        case NESTEROV -> NoiseAware.sgd().nesterov().auto();
        case SGD -> NoiseAware.sgd().momentum(0).auto();
        case LAMB -> NoiseAware.lamb().weightDecay(0).auto();
      };
    }
  }

  /**
   * A rate of a twentieth of {@code 1/h} for the largest curvature leaves {@code Σ h(1 −
   * h/20)^(2t)} of {@code Σ h} after {@code t} = 500 steps, before the half over which the loss is
   * averaged: 1.8%, and noise is small beside it. Adam and LAMB go on at rates up to 1, and hold a
   * coordinate no closer to its optimum than a step of theirs under noise is long, {@code √((1 −
   * β₁)/(1 + β₁))} of the rate: 1/19 of the loss more. A run in twenty or so ends higher, so that
   * of three the middle one counts there; otherwise the worst.
   */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void needsNeitherRateNorBatchAtConditionOneMillionUnderAnyTails(Preset preset) {
    boolean adaptive = preset == Preset.ADAM || preset == Preset.LAMB;
    double start = new ProbedTraining(ILL, preset.builder()).loss();
    double left = 0;
    for (double h : ILL.curvature()) {
      left += h / 2 * Math.pow(1 - h / 20, 1000);
    }
    double bound = left + (adaptive ? start / 19 : 0);
    for (NoisyQuadratic problem : new NoisyQuadratic[] {ILL, ILL.heavyTailed()}) {
      for (double base : new double[] {1e-6, 1}) {
        double[] losses = new double[adaptive ? 3 : 1];
        for (int seed = 0; seed < losses.length; seed++) {
          var run = new ProbedTraining(problem, preset.builder().learningRate(base));
          losses[seed] = run.steps(1000, new Random(seed));
        }
        Arrays.sort(losses);
        assertThat(losses[losses.length / 2]).as("%s from %s", preset, base).isLessThan(bound);
      }
    }
  }

  /**
   * The first step has half the base batch, and its rate half of 1e-6 or the root of that. A start
   * at 1e-6 comes within a factor of 30 of 1, five decades up, in twenty steps. Where what is left
   * lies in flat directions a greedy step is longer than 2, at which the steepest one stops being
   * stable; it is found out before sixty. LAMB stops at 0.01 by itself, and is there.
   */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void aRateFarTooLowIsLeftWithinTwentySteps(Preset preset) {
    double far = preset == Preset.LAMB ? 0.005 : 0.03;
    double most = preset == Preset.LAMB ? 0.02 : 3;
    for (int seed = 0; seed < 5; seed++) {
      var run = new ProbedTraining(ILL, preset.builder().learningRate(1e-6));
      Random random = new Random(seed);
      assertThat(run.step(random).decision().learningRate()).isBetween(0.49e-6, 1e-6);
      run.steps(19, random);
      assertThat(run.rate()).as("%s, seed %s", preset, seed).isBetween(far, most);
      run.steps(40, random);
      assertThat(run.rate())
          .as("%s, seed %s, later", preset, seed)
          .isBetween(far, Math.min(most, 2));
    }
  }

  /** Steps of 4,096 samples cost ten times those of 200, which the noise calls for here. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void theFirstBatchHardlyMatters(Preset preset) {
    for (int first : new int[] {8, 4096}) {
      var run =
          new ProbedTraining(
              ILL,
              preset.builder().batch(BatchRule.timeOptimal().between(8, 4096).startingAt(first)));
      Random random = new Random(4);
      long samples = 0;
      for (int step = 0; step < 40; step++) {
        samples += run.step(random).batch().samples();
      }
      assertThat(samples).as("%s from batch %s", preset, first).isBetween(40 * 16L, 40 * 256L);
    }
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void probesCostLessThanTwoPercentOnceTheRateHasSettled(Preset preset) {
    var run = new ProbedTraining(ILL, preset.builder().batchSize(32));
    Random random = new Random(3);
    run.steps(1000, random);
    int before = run.probes();
    run.steps(2000, random);
    assertThat(run.probes() - before).as("%s", preset).isBetween(2000 / 64 - 1, 2000 / 50);
  }

  /** A probe measures the rate that it has set: without one, nothing asks for its gradients. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void aDryRunAsksForNoProbeAndKeepsRateAndBatch(Preset preset) {
    var run =
        new ProbedTraining(
            ILL,
            preset
                .builder()
                .learningRate(1e-3)
                .batch(BatchRule.timeOptimal().between(8, 4096).startingAt(16))
                .dryRun());
    Random random = new Random(2);
    for (int step = 0; step < 100; step++) {
      StepReport report = run.step(random);
      assertThat(report.decision().learningRate()).isEqualTo(1e-3);
      assertThat(report.batch().samples()).isEqualTo(16);
    }
    assertThat(run.probes()).isZero();
    assertThat(run.optimizer.isProbed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void restoredRunContinuesWithTheSameBitsAlsoBetweenStepAndProbe(Preset preset)
      throws IOException {
    for (int cut : new int[] {1, 4, 7, 12, 40}) {
      var whole = new ProbedTraining(ILL, preset.builder());
      whole.steps(cut, new Random(1));
      var resumed = new ProbedTraining(ILL, preset.builder());
      resumed.resume(whole);
      Random first = new Random(2);
      Random second = new Random(2);
      for (int step = 0; step < 30; step++) {
        StepReport expected = whole.step(first);
        assertThat(resumed.step(second)).isEqualTo(expected);
      }
      assertThat(resumed.saved()).isEqualTo(whole.saved());
    }
  }

  @Test
  void aStateWithoutProbeIsRefused() throws IOException {
    var probed = new ProbedTraining(ILL, NoiseAware.auto());
    var plain = new ProbedTraining(ILL, NoiseAware.adam());
    assertThatThrownBy(() -> probed.optimizer.restore(new ByteArrayInputStream(plain.saved())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("with a probe of the step length");
  }

  @Test
  void aMissingGradientIsNamedBeforeAnythingChanges() throws IOException {
    HostArray parameters = HostArray.copyOf(1f, 2f);
    NoiseAwareOptimizer optimizer = NoiseAware.auto().batchSize(4).forParameters(parameters);
    optimizer.accumulate(HostArray.copyOf(1f, 1f), new MicroBatch(0, 1, 4));
    byte[] before = saved(optimizer);
    assertThatThrownBy(optimizer::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needed: step(ProbeGradient) or probe(ProbeGradient)");
    assertThat(saved(optimizer)).isEqualTo(before);
    assertThat(parameters.toDoubles()).containsExactly(1, 2);
    optimizer.step(micro -> HostArray.copyOf(1f, 1f));
    assertThat(optimizer.steps()).isEqualTo(1);
  }

  @Test
  void aGradientOfTheBuilderServesEveryStep() {
    HostArray parameters = HostArray.copyOf(1f, 2f);
    NoiseAwareOptimizer optimizer =
        NoiseAware.auto().batchSize(4).probe(micro -> parameters).forParameters(parameters);
    optimizer.accumulate(HostArray.copyOf(1f, 2f), new MicroBatch(0, 1, 4));
    optimizer.step();
    assertThat(optimizer.isProbed()).isTrue();
  }

  /** What the user's function throws ends the step, which then counts, and training can go on. */
  @Test
  void aProbeThatFailsLeavesAWholeStep() {
    HostArray parameters = HostArray.copyOf(1f, 2f);
    NoiseAwareOptimizer optimizer = NoiseAware.auto().batchSize(4).forParameters(parameters);
    ProbeGradient fails =
        micro -> {
          throw new UnsupportedOperationException("no samples");
        };
    optimizer.accumulate(HostArray.copyOf(1f, 1f), new MicroBatch(0, 1, 4));
    assertThatThrownBy(() -> optimizer.step(fails)).hasMessage("no samples");
    assertThat(optimizer.steps()).isEqualTo(1);
    optimizer.accumulate(HostArray.copyOf(1f, 1f), new MicroBatch(0, 1, 4));
    assertThat(optimizer.step(micro -> parameters).step()).isEqualTo(2);
  }

  @Test
  void aNonFiniteProbeTellsNothing() {
    var run = new ProbedTraining(ILL, NoiseAware.auto());
    HostArray nan = HostArray.allocate(ElementType.FLOAT32, ILL.size());
    nan.set(3, Double.NaN);
    HostArray gradient = HostArray.allocate(ElementType.FLOAT32, ILL.size());
    gradient.set(0, 1);
    for (int step = 0; step < 30; step++) {
      for (MicroBatch micro : run.optimizer.nextBatch()) {
        run.optimizer.accumulate(gradient, micro);
      }
      StepReport report = run.optimizer.step(micro -> nan);
      assertThat(report.decision().learningRate()).isLessThanOrEqualTo(1e-6 * (1 + 1e-12));
    }
    assertThat(run.optimizer.skipped()).isZero();
  }

  private static byte[] saved(NoiseAwareOptimizer optimizer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    optimizer.save(bytes);
    return bytes.toByteArray();
  }
}
