package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.PrecisionCase.Clip;
import io.github.gns4j.PrecisionCase.Parts;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.LossScaler;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every combination (so every pair) of loss scale, clipping, accumulation, ragged last micro-batch,
 * skipped step, metric and gradient type. Each run is compared with one in FLOAT32 that has no loss
 * scale and never sees the skipped steps, fed with the very same numbers: they agree in every bit,
 * because the scales are powers of two. It is saved and restored once, within a step.
 */
class PrecisionContractTest {
  private static final int STEPS = 14;
  private static final int RESTORED_AT = 6;
  private static final List<Integer> SKIPPED_BEFORE = List.of(4, 9);

  @ParameterizedTest
  @EnumSource(PrecisionCase.Metric.class)
  void scaledRunEqualsThePlainOne(PrecisionCase.Metric metric) throws IOException {
    List<PrecisionCase> cases = PrecisionCase.all().filter(c -> c.metric() == metric).toList();
    for (PrecisionCase c : cases) {
      new Run(c).run();
    }
    assertThat(cases).hasSize(3 * 4 * 3 * 3 * 2);
  }

  /** The three optimizers of a case, step by step beside each other. */
  private static final class Run {
    private final PrecisionCase c;
    private final SplittableRandom random = new SplittableRandom(5);
    private final HostArray parameters = start();
    private final HostArray plainParameters = start();
    private final NoiseAwareOptimizer plain;
    private final NoiseAwareOptimizer unclipped;
    private final LossScaler scaler;
    private NoiseAwareOptimizer scaled;
    private NoiseEstimate before;
    private int clipped;

    Run(PrecisionCase c) {
      this.c = c;
      this.scaled = c.optimizer(parameters);
      this.scaler = new LossScaler(c.scale().scaling());
      this.plain = c.unscaled(plainParameters);
      this.unclipped = c.unclipped(start());
      this.before = scaled.euclideanNoise();
    }

    void run() throws IOException {
      for (int step = 0; step < STEPS; step++) {
        if (SKIPPED_BEFORE.contains(step)) {
          skip();
        }
        step(step);
      }
      assertThat(scaled.skipped()).as("%s", c).isEqualTo(SKIPPED_BEFORE.size());
      assertThat(scaled.clipped()).as("%s", c).isEqualTo(plain.clipped()).isEqualTo(clipped);
    }

    private void step(int step) throws IOException {
      double lossScale = scaled.lossScale();
      double[] mean = new double[PrecisionCase.DIMENSION];
      long samples = 0;
      for (MicroBatch micro : microBatches(step)) {
        HostArray gradient = gradient(rows(micro), lossScale);
        HostArray same = unscaled(gradient, lossScale);
        give(scaled, gradient, micro);
        give(plain, same, micro);
        give(unclipped, same, micro);
        addRows(mean, same, (double) micro.samples() / rows(micro));
        samples += micro.samples();
        if (step == RESTORED_AT && micro.index() == 0) {
          restore();
        }
      }
      StepReport report = scaled.step();
      StepReport expected = plain.step();
      StepReport free = unclipped.step();
      checkSame(report, expected, lossScale);
      checkStatistics(report, free);
      checkClipping(report, mean, samples);
      scaler.stepEnded(0);
      assertThat(scaled.lossScale()).as("%s", c).isEqualTo(scaler.scale());
      before = report.euclideanNoise();
    }

    /** Which micro-batches come: where data are ragged, the last is short or does not come. */
    private List<MicroBatch> microBatches(int step) {
      List<MicroBatch> planned = new ArrayList<>();
      scaled.nextBatch().forEach(planned::add);
      if (c.ragged()) {
        MicroBatch last = planned.removeLast();
        if (step % 2 == 0 || planned.isEmpty()) {
          planned.add(new MicroBatch(last.index(), last.count(), 3));
        }
      }
      return planned;
    }

    private int rows(MicroBatch micro) {
      return c.parts() == Parts.PER_SAMPLE ? micro.samples() : 1;
    }

    private void give(NoiseAwareOptimizer optimizer, HostArray gradient, MicroBatch micro) {
      if (c.parts() == Parts.PER_SAMPLE) {
        optimizer.accumulatePerSample(gradient, micro.samples());
      } else {
        optimizer.accumulate(gradient, micro);
      }
    }

    /** A gradient as backprop leaves it: times the loss scale, rounded to its type. */
    private HostArray gradient(int rows, double lossScale) {
      double burst = random.nextInt(3) == 0 ? 3 : 0.8;
      HostArray gradient = HostArray.allocate(c.type(), (long) rows * PrecisionCase.DIMENSION);
      for (int i = 0; i < gradient.length(); i++) {
        double value = 0.5 + burst * random.nextGaussian();
        boolean derivative = PrecisionCase.isGradient(i % PrecisionCase.DIMENSION);
        gradient.set(i, derivative ? value * lossScale : value);
      }
      return gradient;
    }

    private static HostArray unscaled(HostArray gradient, double lossScale) {
      HostArray same = HostArray.allocate(ElementType.FLOAT32, gradient.length());
      for (int i = 0; i < same.length(); i++) {
        boolean derivative = PrecisionCase.isGradient(i % PrecisionCase.DIMENSION);
        same.set(i, gradient.get(i) / (derivative ? lossScale : 1));
      }
      return same;
    }

    private static void addRows(double[] sum, HostArray rows, double weight) {
      for (int i = 0; i < rows.length(); i++) {
        sum[i % sum.length] += weight * rows.get(i);
      }
    }

    /** A step with one element too large for its type: nothing but counters and scale change. */
    private void skip() {
      double lossScale = scaled.lossScale();
      double[] values = parameters.toDoubles();
      for (MicroBatch micro : scaled.nextBatch()) {
        HostArray gradient = gradient(rows(micro), lossScale);
        if (micro.index() == 0) {
          gradient.set(3, c.type() == ElementType.FLOAT16 ? 1e5 : 1e39);
        }
        give(scaled, gradient, micro);
      }
      StepReport report = scaled.step();
      assertThat(report.gradient().nonFinite()).as("%s", c).isEqualTo(1);
      assertThat(report.gradient().lossScale()).isEqualTo(lossScale);
      assertThat(parameters.toDoubles()).isEqualTo(values);
      scaler.stepEnded(1);
      double next = c.scale() == PrecisionCase.Scale.DYNAMIC ? lossScale / 2 : lossScale;
      assertThat(scaled.lossScale()).as("%s", c).isEqualTo(next).isEqualTo(scaler.scale());
    }

    private void restore() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      scaled.save(bytes);
      scaled = c.optimizer(parameters);
      scaled.restore(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private void checkSame(StepReport report, StepReport expected, double lossScale) {
      assertThat(parameters.toDoubles()).as("%s", c).isEqualTo(plainParameters.toDoubles());
      assertThat(report.gradient().lossScale()).isEqualTo(lossScale);
      assertThat(report.gradient().norm()).isEqualTo(expected.gradient().norm());
      assertThat(report.gradient().clipCoefficient())
          .isEqualTo(expected.gradient().clipCoefficient());
      assertThat(report.gradient().clipRate()).isEqualTo(expected.gradient().clipRate());
      assertThat(report.noise()).as("%s", c).isEqualTo(expected.noise());
      assertThat(report.euclideanNoise()).as("%s", c).isEqualTo(expected.euclideanNoise());
      assertThat(report.decision().learningRate()).isEqualTo(expected.decision().learningRate());
      assertThat(report.decision().clock()).isEqualTo(expected.decision().clock());
    }

    /** What groups show does not know of clipping. */
    private void checkStatistics(StepReport report, StepReport free) {
      assertThat(report.gradient().norm()).isEqualTo(free.gradient().norm());
      if (c.parts() != Parts.WHOLE) {
        assertThat(report.euclideanNoise()).as("%s", c).isEqualTo(free.euclideanNoise());
      }
    }

    /** The factor against its definition, in unscaled units, by the estimate before the step. */
    private void checkClipping(StepReport report, double[] sum, long samples) {
      double[] mean =
          IntStream.range(0, sum.length)
              .filter(PrecisionCase::isGradient)
              .mapToDouble(i -> sum[i] / samples)
              .toArray();
      double norm = norm(mean, Double.POSITIVE_INFINITY);
      double expected =
          switch (c.clip()) {
            case NONE -> 1;
            case NORM -> Math.min(1, 5 / norm);
            case VALUE -> norm(mean, 1.5) / norm;
            case RELATIVE -> Math.min(1, expectedNorm(samples) / norm);
          };
      double coefficient = report.gradient().clipCoefficient();
      clipped += coefficient < 1 ? 1 : 0;
      assertThat(report.gradient().norm()).isCloseTo(norm, within(1e-6 * norm));
      assertThat(coefficient).as("%s", c).isCloseTo(expected, within(1e-6));
    }

    private double expectedNorm(long samples) {
      return switch (before) {
        case NoiseEstimate.Resolved e -> Math.sqrt(e.signalSquared() + e.traceSigma() / samples);
        case NoiseEstimate.Unresolved e ->
            Math.sqrt(Math.max(0, e.signalSquared()) + e.traceSigma() / samples);
        default -> Double.POSITIVE_INFINITY;
      };
    }

    private static double norm(double[] values, double limit) {
      double sum = 0;
      for (double value : values) {
        double kept = Math.min(Math.abs(value), limit);
        sum += kept * kept;
      }
      return Math.sqrt(sum);
    }

    private static HostArray start() {
      float[] values = new float[PrecisionCase.DIMENSION];
      for (int i = 0; i < values.length; i++) {
        values[i] = 1 + i / 10f;
      }
      return HostArray.copyOf(values);
    }
  }

  /** Some of the gradients are clipped and others not, so that the comparison is of both. */
  @ParameterizedTest
  @EnumSource(value = Clip.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void limitsAreExceededByTurns(Clip clip) throws IOException {
    Run run =
        new Run(
            new PrecisionCase(
                PrecisionCase.Metric.ADAM,
                PrecisionCase.Scale.DYNAMIC,
                clip,
                Parts.ACCUMULATED,
                ElementType.FLOAT16,
                true));
    run.run();
    assertThat(run.clipped).isBetween(2, STEPS - 1);
  }
}
