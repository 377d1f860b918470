package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import org.junit.jupiter.api.Test;

/** One step by hand; the contract tests of the testkit do the rest. */
class ScalarStepsTest {
  private final Kernels kernels = Kernels.of(new ScalarProvider().open());

  @Test
  void firstAdamStepMovesByTheRate() {
    HostArray w = HostArray.copyOf(1.0, -2.0, 3.0);
    HostArray g = HostArray.copyOf(0.5, -4.0, 0.0);
    HostArray m = HostArray.copyOf(0.0, 0.0, 0.0);
    HostArray v = HostArray.copyOf(0.0, 0.0, 0.0);
    Segments segments = Segments.single(3);
    Sums sums = kernels.newSums(segments);
    AdamHyper hyper =
        new AdamHyper(
            0.1,
            0.9,
            0.999,
            1e-8,
            WeightDecay.NONE,
            AdamHyper.biasCorrection(0.9, 1),
            AdamHyper.biasCorrection(0.999, 1));
    kernels.adamStep(
        new StepArrays(w, g, m, v, segments, StepArrays.Output.PARAMETERS), hyper, Gate.OPEN, sums);
    // |m/c1| = |g| and sqrt(v/c2) = |g|, so that the step is the rate but for epsilon.
    assertThat(w.toDoubles()[0]).isCloseTo(0.9, within(1e-8));
    assertThat(w.toDoubles()[1]).isCloseTo(-1.9, within(1e-8));
    assertThat(w.toDoubles()[2]).isEqualTo(3.0);
    assertThat(sums.total(Sum.GRADIENT_SQUARED)).isEqualTo(16.25);
    assertThat(sums.total(Sum.UPDATE_SQUARED)).isCloseTo(2.0, within(1e-7));
    assertThat(sums.total(Sum.GRADIENT_SQUARED_METRIC)).isCloseTo(2.0, within(1e-7));
    assertThat(sums.total(Sum.MEAN_SQUARED_METRIC)).isCloseTo(0.02, within(1e-9));
    assertThat(sums.nonFinite()).isZero();
  }
}
