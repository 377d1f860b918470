package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.start;
import static io.github.gns4j.OptimizerRuns.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of whole optimizers: gradients in, parameters and reports out. */
class NoiseAwareOptimizerTest {
  @Test
  void microBatchesGiveTheGradientOfTheWholeBatch() {
    HostArray split = HostArray.copyOf(start().toDoubles());
    HostArray whole = HostArray.copyOf(start().toDoubles());
    NoiseAwareOptimizer inParts =
        NoiseAware.sgd().batchSize(7).maxMicroBatch(3).forParameters(split);
    NoiseAwareOptimizer atOnce = NoiseAware.sgd().batchSize(7).forParameters(whole);
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      HostArray sum = HostArray.allocate(whole.type(), whole.length());
      for (MicroBatch micro : inParts.nextBatch()) {
        HostArray gradient = gradient(split, random);
        inParts.accumulate(gradient, micro);
        for (int j = 0; j < sum.length(); j++) {
          sum.set(j, sum.get(j) + micro.samples() * gradient.get(j));
        }
      }
      atOnce.accumulate(sum, atOnce.nextBatch().microBatch(0), 1.0 / 7);
      inParts.step();
      atOnce.step();
    }
    for (int j = 0; j < whole.length(); j++) {
      assertThat(split.get(j)).isCloseTo(whole.get(j), within(1e-13));
    }
  }

  @Test
  void lossScaleChangesNeitherParametersNorEstimates() {
    HostArray plain = start();
    HostArray scaled = start();
    NoiseAwareOptimizer one = make(NoiseAware.adam(), plain);
    NoiseAwareOptimizer two = make(NoiseAware.adam(), scaled);
    Random first = new Random(6);
    Random second = new Random(6);
    double lossScale = 1024;
    for (int i = 0; i < 40; i++) {
      for (MicroBatch micro : two.nextBatch()) {
        HostArray gradient = gradient(scaled, second);
        for (int j = 0; j < gradient.length(); j++) {
          // Statistics entries are no derivatives of the loss, so the loss scale is not on them.
          boolean derivative = j < 30 || j >= 35;
          gradient.set(j, gradient.get(j) * (derivative ? lossScale : 1));
        }
        two.accumulate(gradient, micro, 1 / lossScale);
      }
      assertThat(two.step()).isEqualTo(step(one, plain, first));
    }
    assertThat(scaled.toDoubles()).isEqualTo(plain.toDoubles());
  }

  @Test
  void clippingShortensWhatIsAppliedAndNotWhatIsReported() {
    HostArray parameters = HostArray.copyOf(new double[] {0, 0});
    NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(1)
            .momentum(0)
            .batchSize(1)
            .clipping(Clipping.toNorm(1))
            .forParameters(parameters);
    optimizer.accumulate(HostArray.copyOf(new double[] {3, 4}), new MicroBatch(0, 1, 1));
    StepReport report = optimizer.step();
    assertThat(report.gradient().norm()).isEqualTo(5);
    assertThat(report.gradient().clipCoefficient()).isEqualTo(0.2);
    assertThat(parameters.get(0)).isEqualTo(-0.6, within(1e-15));
    assertThat(parameters.get(1)).isEqualTo(-0.8, within(1e-15));
  }

  @Test
  void ordersOfCallsThatMakeNoSenseAreNamed() {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer = make(NoiseAware.adam(), parameters);
    assertThatThrownBy(optimizer::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no gradient");
    HostArray gradient = gradient(parameters, new Random(0));
    assertThatThrownBy(() -> optimizer.accumulate(gradient, new MicroBatch(1, 3, 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("micro-batch 1 of 3 after 0");
    optimizer.accumulate(gradient, new MicroBatch(0, 3, 8));
    assertThatThrownBy(() -> optimizer.accumulate(HostArray.copyOf(1f), new MicroBatch(1, 3, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50");
  }

  @Test
  void buildersCheckEachSettingAndPrintWhatWasSet() {
    assertThatThrownBy(() -> NoiseAware.adam().beta1(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta1 is 1.0, allowed: [0.0, 1.0)");
    assertThatThrownBy(() -> NoiseAware.adam().learningRate(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> NoiseAware.sgd().momentum(0).nesterov().forParameters(start()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nesterov with momentum 0.0");
    assertThatThrownBy(() -> NoiseAware.lamb().trustRatio(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxRatio is 1.0");
    assertThatThrownBy(() -> NoiseAware.adam().maxMicroBatch(0))
        .hasMessage("maxMicroBatch is 0, allowed: at least 1");
    assertThatThrownBy(() -> NoiseAware.adam().forParameters(start(), Segments.single(3)))
        .hasMessage("segments cover 3 parameters, allowed: 50");
    assertThat(NoiseAware.adam().learningRate(0.5).batchSize(8).toString())
        .startsWith("NoiseAware.adam{learningRate=0.5, batch=");
  }

  /**
   * By default, and another number than the Euclidean one: in AdaptDL the preconditioned estimate
   * never comes about unless it is asked for.
   */
  @ParameterizedTest
  @MethodSource("adaptive")
  void adaptiveOptimizersMeasureInTheirOwnMetricByDefault(NoiseAwareBuilder<?> builder) {
    for (int microBatch : new int[] {8, 24}) {
      HostArray parameters = start();
      NoiseAwareOptimizer optimizer = make(builder.learningRate(1e-4), parameters, microBatch);
      Random random = new Random(microBatch);
      StepReport report = null;
      for (int i = 0; i < 200; i++) {
        report = step(optimizer, parameters, random);
      }
      NoiseEstimate.Resolved own = (NoiseEstimate.Resolved) report.noise();
      NoiseEstimate.Resolved euclidean = (NoiseEstimate.Resolved) report.euclideanNoise();
      // Each of 45 gradient entries has noise 1 and, over the run, weight 1/v = 1/(w² + 1/24)
      // or so: of parameters from 1 to 6, that is a third of the trace of 24 times 45 samples.
      assertThat(own.traceSigma()).isLessThan(0.5 * euclidean.traceSigma());
      assertThat(own.scale()).isNotEqualTo(euclidean.scale());
      assertThat(report.segments()).hasSize(2);
      assertThat(report.segments().stream().mapToDouble(s -> s.traceShare()).sum())
          .isCloseTo(1, within(1e-12));
    }
  }

  static Stream<NoiseAwareBuilder<?>> adaptive() {
    return Stream.of(NoiseAware.adam(), NoiseAware.lamb());
  }

  @Test
  void lambReportsTheTrustRatioOfEachSegmentAndItsClamp() {
    HostArray free = start();
    HostArray clamped = start();
    StepReport one = step(make(NoiseAware.lamb().weightDecay(0), free), free, new Random(1));
    StepReport two =
        step(
            make(NoiseAware.lamb().weightDecay(0).trustRatio(0, 1.5), clamped),
            clamped,
            new Random(1));
    double[] w = start().toDoubles();
    double[] first = new double[2];
    for (int i = 0; i < 50; i++) {
      first[i < 30 ? 0 : 1] += i >= 30 && i < 35 ? 0 : w[i] * w[i];
    }
    // The first direction of Adam is ±1 in every entry, so that |w|/|u| = sqrt(Σw²/n).
    assertThat(one.segments().get(0).trustRatio())
        .isCloseTo(Math.sqrt(first[0] / 30), within(1e-4));
    assertThat(one.segments().get(1).trustRatio())
        .isCloseTo(Math.sqrt(first[1] / 15), within(1e-4));
    assertThat(two.segments()).allSatisfy(s -> assertThat(s.trustRatio()).isEqualTo(1.5));
    StepReport adam = step(make(NoiseAware.adam(), start()), start(), new Random(1));
    assertThat(adam.segments()).allSatisfy(s -> assertThat(s.trustRatio()).isEqualTo(1));
  }

  @Test
  void lambNormalisesTheGradientBeforehandIfWanted() {
    HostArray parameters = start();
    StepReport plain = step(make(NoiseAware.lamb(), start()), parameters, new Random(1));
    StepReport normalised =
        step(make(NoiseAware.lamb().preNormalization(), start()), parameters, new Random(1));
    assertThat(plain.gradient().clipCoefficient()).isEqualTo(1);
    assertThat(normalised.gradient().clipCoefficient())
        .isCloseTo(1 / plain.gradient().norm(), within(1e-9));
  }

  /** The buffer then keeps the first gradient, of which nothing can be told. */
  @Test
  void fullyDampenedMomentumTellsNoNoise() {
    HostArray parameters = HostArray.copyOf(new double[] {0});
    NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(1)
            .momentum(0.5)
            .dampening(1)
            .batchSize(1)
            .forParameters(parameters);
    for (int i = 1; i <= 3; i++) {
      optimizer.accumulate(HostArray.copyOf(new double[] {i}), new MicroBatch(0, 1, 1));
      assertThat(optimizer.step().noise()).isInstanceOf(NoiseEstimate.NotReady.class);
    }
    assertThat(parameters.get(0)).isEqualTo(-(1 + 0.5 + 0.25));
  }

  /** Decides and tells, and does as if nothing had been decided. */
  @Test
  void dryRunOnlyAdvises() {
    HostArray advised = start();
    HostArray plain = start();
    BatchPolicy grows = BatchRule.critical(1).between(24, 4096).startingAt(24);
    NoiseAwareOptimizer dry =
        NoiseAware.sgd()
            .learningRate(0.01)
            .batch(grows)
            .baseBatch(12)
            .maxMicroBatch(8)
            .nanoClock(() -> 0)
            .dryRun()
            .forParameters(advised);
    NoiseAwareOptimizer fixed =
        NoiseAware.sgd()
            .learningRate(0.01)
            .learningRateRule(LearningRateRule.fixed())
            .batchSize(24)
            .maxMicroBatch(8)
            .nanoClock(() -> 0)
            .forParameters(plain);
    Random first = new Random(3);
    Random second = new Random(3);
    boolean advice = false;
    for (int i = 0; i < 400; i++) {
      StepReport report = step(dry, advised, first);
      step(fixed, plain, second);
      assertThat(report.decision().learningRate()).isEqualTo(0.01);
      assertThat(report.decision().gain().reason()).startsWith("advice only, gain ");
      advice |= report.decision().batch().advised() > 24;
    }
    assertThat(advice).isTrue();
    assertThat(dry.nextBatch().samples()).isEqualTo(24);
    assertThat(advised.toDoubles()).isEqualTo(plain.toDoubles());
  }

  @Test
  void listenersAreToldOfEveryStepAndOfTheEnd() {
    List<Long> told = new ArrayList<>();
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .batch(BatchRule.fixed())
            .listeners(report -> told.add(report.step()))
            .forParameters(parameters);
    for (int i = 0; i < 3; i++) {
      step(optimizer, parameters, new Random(i));
    }
    optimizer.close();
    assertThat(told).containsExactly(1L, 2L, 3L);
  }
}
