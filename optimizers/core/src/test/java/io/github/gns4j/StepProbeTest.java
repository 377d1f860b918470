package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.policy.LearningRateController;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.LearningRateSchedule;
import io.github.gns4j.policy.ProbePolicy;
import io.github.gns4j.policy.RateChoice;
import io.github.gns4j.policy.RateInput;
import io.github.gns4j.policy.StepLengthTuner;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import io.github.gns4j.step.SgdRule;
import io.github.gns4j.step.SgdSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code H = diag(h)} and no noise, {@code s·g(θ + s) − s·g(θ) = sᵀHs}. */
class StepProbeTest {
  private static final double[] H = {1, 0.5, 2};
  private static final double RATE = 2e-2;

  /** Steps of another type than the parameters leave their own rounding in a gradient. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT64, FLOAT64, 1, 1e-12",
    "FLOAT64, FLOAT64, 3, 1e-12",
    "FLOAT64, FLOAT32, 1, 1e-6",
    "FLOAT32, FLOAT16, 1, 1e-3"
  })
  void slopesAreThoseOfTheStep(
      ElementType state, ElementType type, int microBatches, double rounding) throws IOException {
    HostArray parameters = HostArray.allocate(state, H.length + 1);
    double[] start = {1, -2, 0.25, 7};
    for (int i = 0; i < start.length; i++) {
      parameters.set(i, start[i]);
    }
    Segments segments =
        Segments.of(
            List.of(
                new Segment("w", 0, 3, Segment.Kind.GRADIENT),
                new Segment("mean", 3, 1, Segment.Kind.STATISTICS)));
    Kernels kernels = Kernels.select();
    GradientAccumulator gradients = new GradientAccumulator(kernels, parameters, segments);
    StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults(), 1);
    StepProbe probe = new StepProbe(kernels, segments, parameters, gradients, Optional.of(tuner));
    double[] before = parameters.toDoubles();
    int[] looks = new int[1];
    for (int i = 0; i < microBatches; i++) {
      gradients.add(new MicroBatch(i, microBatches, 2 + i), gradient(parameters, type), 0.25, null);
    }
    ProbeGradient again =
        new ProbeGradient() {
          @Override
          public HostArray at(MicroBatch micro) {
            assertThat(micro.samples()).isEqualTo(2 + micro.index());
            assertThat(parameters.get(3)).as("statistics").isEqualTo(start[3] - 0.5);
            looks[0]++;
            return gradient(parameters, type);
          }

          @Override
          public double scale(MicroBatch micro) {
            return 0.25;
          }
        };

    probe.begin(gradients.gathered(), again);
    Sums sums = kernels.newSums(segments);
    GatheredGradient gradient = gradients.gathered();
    new SgdRule(SgdSettings.DEFAULT, kernels, parameters, segments)
        .apply(parameters, gradient.array(), RATE, gradient.gate(Double.POSITIVE_INFINITY), sums);
    double[] end = parameters.toDoubles();
    LearningRateController rates =
        new LearningRateController(LearningRateSchedule.constant(RATE), LearningRateRule.fixed());
    RateChoice rate =
        rates.choose(new RateInput(new NotReady("test"), 6, 6), OptionalDouble.empty());
    probe.end(gradients.gathered(), Optional.empty(), rate, sums, OptionalDouble.empty(), again);

    assertThat(parameters.toDoubles()).as("where the step ended").containsExactly(end);
    double slope = 0;
    double curvature = 0;
    double squares = 0;
    for (int i = 0; i < H.length; i++) {
      double s = -RATE * H[i] * before[i];
      slope += s * H[i] * before[i];
      curvature += s * s * H[i];
      squares += s * s;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    probe.save(new DataOutputStream(bytes));
    DataInputStream saved = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(saved.readBoolean()).isTrue();
    assertThat(saved.readBoolean()).isTrue();
    double slopeBefore = saved.readDouble();
    double slopeAfter = saved.readDouble();
    assertThat(slopeBefore).isCloseTo(slope, within(-rounding * slope));
    double reach = saved.readDouble();
    assertThat(slopeAfter).isCloseTo(slope + reach * curvature, within(-rounding * slope));
    assertThat(slopeAfter / slopeBefore).as("so far that it tells").isBetween(-3.0, 0.9);
    assertThat(looks[0]).as("more than one look").isEqualTo(2 * microBatches);
    if (type == ElementType.FLOAT64) {
      assertThat((slopeAfter - slopeBefore) / reach).isCloseTo(curvature, within(1e-9 * curvature));
    }
    double length = Math.sqrt(squares);
    assertThat(saved.readDouble()).isCloseTo(length, within(rounding * length));
  }

  /**
   * Steps without noise whose curvature falls to a hundredth, as the steep direction is gone: by
   * what earlier steps showed it would be too large, and the noise negative.
   */
  @Test
  void aProbedStepIsReadWithItsOwnCurvature() {
    double[] steep = {100, 1, 0.5};
    HostArray parameters = HostArray.allocate(ElementType.FLOAT64, steep.length);
    for (int i = 0; i < steep.length; i++) {
      parameters.set(i, 1);
    }
    Segments segments = Segments.single(steep.length);
    Kernels kernels = Kernels.select();
    GradientAccumulator gradients = new GradientAccumulator(kernels, parameters, segments);
    StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults(), 1);
    StepProbe probe = new StepProbe(kernels, segments, parameters, gradients, Optional.of(tuner));
    LearningRateController rates =
        new LearningRateController(LearningRateSchedule.constant(4e-3), LearningRateRule.fixed());
    SgdSettings plain = new SgdSettings(0, 0, SgdHyper.Form.CLASSIC, WeightDecay.NONE);
    SgdRule rule = new SgdRule(plain, kernels, parameters, segments);
    MicroBatch micro = new MicroBatch(0, 1, 8);
    int[] looks = new int[1];
    ProbeGradient again =
        _ -> {
          looks[0]++;
          return of(steep, parameters);
        };
    int probed = 0;
    for (int step = 0; step < 20; step++) {
      gradients.reset();
      gradients.add(micro, of(steep, parameters), 1, null);
      Optional<TemporalEstimate> shown = probe.begin(gradients.gathered(), again);
      if (looks[0] > 0) {
        assertThat(shown).isPresent();
        TemporalEstimate noise = shown.orElseThrow();
        assertThat(noise.signalSquared()).isPositive();
        assertThat(noise.traceSigma()).isCloseTo(0, within(1e-9 * noise.signalSquared()));
        probed++;
      }
      looks[0] = 0;
      Sums sums = kernels.newSums(segments);
      GatheredGradient gradient = gradients.gathered();
      rule.apply(parameters, gradient.array(), 4e-3, gradient.gate(Double.POSITIVE_INFINITY), sums);
      RateChoice rate =
          rates.choose(new RateInput(new NotReady("test"), 8, 8), OptionalDouble.empty());
      Optional<MomentumWeights> itself = Optional.of(MomentumWeights.adam(0));
      probe.end(gradient, itself, rate, sums, OptionalDouble.empty(), again);
    }
    assertThat(probed).isGreaterThan(4);
  }

  private static HostArray of(double[] curvature, HostArray parameters) {
    HostArray gradient = HostArray.allocate(ElementType.FLOAT64, curvature.length);
    for (int i = 0; i < curvature.length; i++) {
      gradient.set(i, curvature[i] * parameters.get(i));
    }
    return gradient;
  }

  /** Four times {@code Hθ}, so that a scale of a quarter gives the gradient. */
  private static HostArray gradient(HostArray parameters, ElementType type) {
    HostArray gradient = HostArray.allocate(type, H.length + 1);
    for (int i = 0; i < H.length; i++) {
      gradient.set(i, 4 * H[i] * parameters.get(i));
    }
    gradient.set(H.length, 0.5);
    return gradient;
  }
}
