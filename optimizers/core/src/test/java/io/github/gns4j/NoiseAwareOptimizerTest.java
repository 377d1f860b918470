package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseAwareOptimizerTest {
  private static final Kernels KERNELS = Kernels.select();
  private static final int DIMENSION = 50;
  private static final Segments SEGMENTS =
      Segments.of(
          List.of(
              new Segment("w", 0, 30, Segment.Kind.GRADIENT),
              new Segment("mean", 30, 5, Segment.Kind.STATISTICS),
              new Segment("b", 35, 15, Segment.Kind.GRADIENT)));

  static Stream<NoiseAwareBuilder<?>> optimizers() {
    return Stream.of(
        NoiseAware.adam().learningRate(0.01),
        NoiseAware.adam().learningRate(0.01).weightDecay(0.1),
        NoiseAware.sgd().learningRate(0.01),
        NoiseAware.sgd().learningRate(0.01).nesterov(),
        NoiseAware.sgd().learningRate(0.01).momentum(0),
        NoiseAware.lamb().learningRate(0.01));
  }

  /** A noisy gradient that pulls towards 0, the same for the same seed. */
  private static HostArray gradient(HostArray parameters, Random random) {
    HostArray gradient = HostArray.allocate(parameters.type(), parameters.length());
    for (int i = 0; i < parameters.length(); i++) {
      gradient.set(i, parameters.get(i) + random.nextGaussian());
    }
    return gradient;
  }

  private static HostArray start() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = 1 + i / 10f;
    }
    return HostArray.copyOf(values);
  }

  private static StepReport step(
      NoiseAwareOptimizer optimizer, HostArray parameters, Random random) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.accumulate(gradient(parameters, random), micro);
    }
    return optimizer.step();
  }

  private static byte[] saved(NoiseAwareOptimizer optimizer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    optimizer.save(bytes);
    return bytes.toByteArray();
  }

  private static NoiseAwareOptimizer make(NoiseAwareBuilder<?> builder, HostArray parameters) {
    return make(builder, parameters, 8);
  }

  private static NoiseAwareOptimizer make(
      NoiseAwareBuilder<?> builder, HostArray parameters, int microBatch) {
    // A clock that stands still: no rule of these tests weighs time.
    builder
        .kernels(KERNELS)
        .nanoClock(() -> 0)
        .batchSize(24)
        .maxMicroBatch(microBatch)
        .noisePerSegment();
    return builder.forParameters(parameters, SEGMENTS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void restoredRunContinuesWithTheSameBits(NoiseAwareBuilder<?> builder) throws IOException {
    HostArray parameters = start();
    Random random = new Random(1);
    NoiseAwareOptimizer optimizer = make(builder, parameters);
    for (int i = 0; i < 30; i++) {
      step(optimizer, parameters, random);
    }
    byte[] state = saved(optimizer);
    HostArray copy = start();
    KERNELS.copy(parameters, copy);

    Random first = new Random(2);
    Random second = new Random(2);
    NoiseAwareOptimizer restored = make(builder, copy);
    restored.restore(new ByteArrayInputStream(state));
    for (int i = 0; i < 20; i++) {
      StepReport stopped = step(restored, copy, second);
      assertThat(stopped).isEqualTo(step(optimizer, parameters, first));
    }
    assertThat(copy.toDoubles()).isEqualTo(parameters.toDoubles());
    assertThat(saved(restored)).isEqualTo(saved(optimizer));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepSavedBetweenMicroBatchesContinuesWithTheSameBits(NoiseAwareBuilder<?> builder)
      throws IOException {
    for (int microBatch : new int[] {8, 24}) {
      HostArray parameters = start();
      HostArray copy = start();
      NoiseAwareOptimizer optimizer = make(builder, parameters, microBatch);
      Random random = new Random(1);
      for (int i = 0; i < 12; i++) {
        step(optimizer, parameters, random);
      }
      KERNELS.copy(parameters, copy);
      HostArray first = gradient(parameters, random);
      MicroBatch micro = optimizer.nextBatch().microBatch(0);
      optimizer.accumulate(first, micro);
      NoiseAwareOptimizer restored = make(builder, copy, microBatch);
      restored.restore(new ByteArrayInputStream(saved(optimizer)));
      for (int i = 1; i < micro.count(); i++) {
        HostArray next = gradient(parameters, random);
        optimizer.accumulate(next, optimizer.nextBatch().microBatch(i));
        restored.accumulate(next, restored.nextBatch().microBatch(i));
      }
      assertThat(restored.step()).isEqualTo(optimizer.step());
      assertThat(copy.toDoubles()).isEqualTo(parameters.toDoubles());
      assertThat(saved(restored)).isEqualTo(saved(optimizer));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void nonFiniteGradientIsSkippedCountedAndLeavesNothing(NoiseAwareBuilder<?> builder)
      throws IOException {
    for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int where : new int[] {0, 1, 2}) {
        HostArray parameters = start();
        Random random = new Random(3);
        NoiseAwareOptimizer optimizer = make(builder, parameters);
        step(optimizer, parameters, random);
        double[] before = parameters.toDoubles();
        NoiseEstimate noise = optimizer.noise();

        for (MicroBatch micro : optimizer.nextBatch()) {
          HostArray gradient = gradient(parameters, random);
          if (micro.index() == where) {
            gradient.set(7, poison);
          }
          optimizer.accumulate(gradient, micro);
        }
        StepReport report = optimizer.step();

        assertThat(parameters.toDoubles()).isEqualTo(before);
        assertThat(report.gradient().isSkipped()).isTrue();
        assertThat(report.gradient().nonFinite()).isEqualTo(1);
        assertThat(optimizer.skipped()).isEqualTo(1);
        assertThat(report.noise()).isEqualTo(new NoiseEstimate.NonFinite(1, 1));

        StepReport next = step(optimizer, parameters, random);
        assertThat(next.gradient().isSkipped()).isFalse();
        assertThat(next.noise().getClass()).isEqualTo(noise.getClass());
        assertThat(next.decision().clock()).isEqualTo(1);
        assertThat(Arrays.stream(parameters.toDoubles()).allMatch(Double::isFinite)).isTrue();
      }
    }
  }

  @Test
  void skippedStepLeavesTheStateOfARunThatNeverSawIt() throws IOException {
    HostArray one = start();
    HostArray two = start();
    NoiseAwareOptimizer clean = make(NoiseAware.adam(), one);
    NoiseAwareOptimizer poisoned = make(NoiseAware.adam(), two);
    HostArray nan = HostArray.allocate(two.type(), two.length());
    nan.set(0, Double.NaN);
    Random first = new Random(4);
    Random second = new Random(4);
    for (int i = 0; i < 10; i++) {
      step(clean, one, first);
      step(poisoned, two, second);
      for (MicroBatch micro : poisoned.nextBatch()) {
        poisoned.accumulate(nan, micro);
      }
      poisoned.step();
    }
    assertThat(two.toDoubles()).isEqualTo(one.toDoubles());
  }

  @Test
  void damagedForeignAndTruncatedStatesAreRefusedAndChangeNothing() throws IOException {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer = make(NoiseAware.adam(), parameters);
    for (int i = 0; i < 3; i++) {
      step(optimizer, parameters, new Random(i));
    }
    byte[] good = saved(optimizer);
    for (int cut : new int[] {0, 3, 20, good.length / 2, good.length - 1}) {
      assertRefused(optimizer, Arrays.copyOf(good, cut));
    }
    for (int at = 0; at < good.length; at += 3) {
      byte[] damaged = good.clone();
      damaged[at] ^= 0x10;
      assertRefused(optimizer, damaged);
    }
    assertRefused(optimizer, saved(make(NoiseAware.lamb(), start())));
    assertRefused(optimizer, saved(make(NoiseAware.sgd(), start())));
    assertRefused(optimizer, "a text file, not a checkpoint".getBytes(StandardCharsets.UTF_8));
  }

  /** What says whose state it is must be the same in every process that reads it. */
  @Test
  void fingerprintIsTheSameInEveryProcess() throws IOException {
    String saved = new String(saved(make(NoiseAware.adam(), start())), StandardCharsets.ISO_8859_1);
    CRC32C crc = new CRC32C();
    String layout = "w 0 30 GRADIENT\nmean 30 5 STATISTICS\nb 35 15 GRADIENT\n";
    crc.update(layout.getBytes(StandardCharsets.UTF_8));
    assertThat(saved)
        .contains("Adam of 50 FLOAT32 in 3 segments #" + Long.toHexString(crc.getValue()));
  }

  private static void assertRefused(NoiseAwareOptimizer optimizer, byte[] bytes)
      throws IOException {
    byte[] before = saved(optimizer);
    assertThatThrownBy(() -> optimizer.restore(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("null");
    assertThat(saved(optimizer)).isEqualTo(before);
  }

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

  @Test
  void adamMeasuresInItsOwnMetricByDefault() {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer = make(NoiseAware.adam().learningRate(1e-4), parameters);
    StepReport report = null;
    for (int i = 0; i < 60; i++) {
      report = step(optimizer, parameters, new Random(i));
    }
    assertThat(report.noise()).isInstanceOf(NoiseEstimate.Resolved.class);
    assertThat(report.noise()).isNotEqualTo(report.euclideanNoise());
    assertThat(report.segments()).hasSize(2);
    assertThat(report.segments().stream().mapToDouble(s -> s.traceShare()).sum())
        .isCloseTo(1, within(1e-12));
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
