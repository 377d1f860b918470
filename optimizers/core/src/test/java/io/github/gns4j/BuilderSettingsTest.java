package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.LearningRateSchedule;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * What is set at a builder is what the kernels are given: an optimizer takes the steps that kernels
 * take when they are called with these settings.
 */
class BuilderSettingsTest {
  private static final Kernels KERNELS = Kernels.select();
  private static final int STEPS = 3;
  private static final double RATE = 0.01;
  private static final WeightDecay DECOUPLED = new WeightDecay(0.3, WeightDecay.Kind.DECOUPLED);

  /** Errors of float32 over some steps; any other setting makes a thousand times as much. */
  private static final double ROUNDING = 1e-6;

  private static HostArray start() {
    return HostArray.copyOf(1f, -2f, 3f, 0.5f);
  }

  private static HostArray gradient(int step) {
    return HostArray.copyOf(0.1f * step, 1f, -0.3f, 1f / step);
  }

  private static void sameSteps(
      NoiseAwareBuilder<?> builder, BiConsumer<StepArrays, Integer> kernel) {
    HostArray ours = start();
    try (NoiseAwareOptimizer optimizer =
        builder
            .kernels(KERNELS)
            .learningRateRule(LearningRateRule.fixed())
            .batchSize(8)
            .forParameters(ours)) {
      for (int step = 1; step <= STEPS; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(gradient(step), micro);
        }
        optimizer.step();
      }
    }
    HostArray theirs = start();
    HostArray first = HostArray.allocate(ElementType.FLOAT32, theirs.length());
    HostArray second = HostArray.allocate(ElementType.FLOAT32, theirs.length());
    for (int step = 1; step <= STEPS; step++) {
      kernel.accept(
          new StepArrays(
              theirs,
              gradient(step),
              first,
              second,
              Segments.single(theirs.length()),
              StepArrays.Output.PARAMETERS),
          step);
    }
    for (int i = 0; i < theirs.length(); i++) {
      assertThat(Math.abs(ours.get(i) - theirs.get(i))).as("element %s", i).isLessThan(ROUNDING);
    }
  }

  private static AdamHyper adam(WeightDecay decay, int step) {
    return new AdamHyper(
        RATE,
        0.7,
        0.95,
        0.2,
        decay,
        AdamHyper.biasCorrection(0.7, step),
        AdamHyper.biasCorrection(0.95, step));
  }

  @Test
  void adam() {
    sameSteps(
        NoiseAware.adam().learningRate(RATE).beta1(0.7).beta2(0.95).epsilon(0.2).weightDecay(0.3),
        (arrays, step) -> KERNELS.adamStep(arrays, adam(DECOUPLED, step), Gate.OPEN, null));
  }

  @Test
  void adamWithL2() {
    WeightDecay coupled = new WeightDecay(0.3, WeightDecay.Kind.COUPLED);
    sameSteps(
        NoiseAware.adam().l2(0.3).epsilon(0.2).beta2(0.95).beta1(0.7).learningRate(RATE),
        (arrays, step) -> KERNELS.adamStep(arrays, adam(coupled, step), Gate.OPEN, null));
  }

  @Test
  void lamb() {
    sameSteps(
        NoiseAware.lamb()
            .learningRate(RATE)
            .beta1(0.7)
            .beta2(0.95)
            .epsilon(0.2)
            .weightDecay(0.3)
            .trustRatio(0.5, 1.5),
        (arrays, step) -> lambStep(arrays, adam(DECOUPLED, step), 0.5, 1.5));
  }

  private static void lambStep(
      StepArrays arrays, AdamHyper adam, double minRatio, double maxRatio) {
    LambHyper hyper = new LambHyper(adam, minRatio, maxRatio, LambHyper.Scope.ALWAYS);
    KERNELS.lambStep(arrays, hyper, Gate.OPEN, KERNELS.newSums(arrays.segments()));
  }

  @Test
  void lambWithoutBiasCorrection() {
    AdamHyper uncorrected = new AdamHyper(RATE, 0.7, 0.95, 0.2, DECOUPLED, 1, 1);
    sameSteps(
        NoiseAware.lamb()
            .withoutBiasCorrection()
            .weightDecay(0.3)
            .epsilon(0.2)
            .beta2(0.95)
            .beta1(0.7)
            .learningRate(RATE),
        (arrays, _) -> lambStep(arrays, uncorrected, 0, Double.POSITIVE_INFINITY));
  }

  /** Without decay the ratio is 1, and the step is Adam's. */
  @Test
  void lambWithATrustRatioOnlyBesideDecay() {
    sameSteps(
        NoiseAware.lamb()
            .trustRatioWithDecayOnly()
            .weightDecay(0)
            .epsilon(0.2)
            .beta2(0.95)
            .beta1(0.7)
            .learningRate(RATE),
        (arrays, step) -> KERNELS.adamStep(arrays, adam(WeightDecay.NONE, step), Gate.OPEN, null));
  }

  @Test
  void sgd() {
    WeightDecay coupled = new WeightDecay(0.3, WeightDecay.Kind.COUPLED);
    sameSteps(
        NoiseAware.sgd().learningRate(RATE).momentum(0.7).dampening(0.4).weightDecay(0.3),
        (arrays, step) ->
            KERNELS.sgdStep(
                withoutSecond(arrays),
                new SgdHyper(RATE, 0.7, 0.4, SgdHyper.Form.CLASSIC, coupled, step == 1),
                Gate.OPEN,
                null));
  }

  private static StepArrays withoutSecond(StepArrays arrays) {
    return new StepArrays(
        arrays.parameters(),
        arrays.gradient(),
        arrays.first(),
        null,
        arrays.segments(),
        arrays.output());
  }

  /** With the rule {@code fixed()} the clock counts steps, from 0. */
  @Test
  void schedule() {
    LearningRateSchedule halves = LearningRateSchedule.exponential(RATE, 0.5);
    sameSteps(
        NoiseAware.sgd().momentum(0).learningRate(halves),
        (arrays, step) ->
            KERNELS.sgdStep(
                new StepArrays(
                    arrays.parameters(),
                    arrays.gradient(),
                    null,
                    null,
                    arrays.segments(),
                    arrays.output()),
                new SgdHyper(
                    RATE * Math.pow(0.5, step - 1),
                    0,
                    0,
                    SgdHyper.Form.CLASSIC,
                    WeightDecay.NONE,
                    step == 1),
                Gate.OPEN,
                null));
  }
}
