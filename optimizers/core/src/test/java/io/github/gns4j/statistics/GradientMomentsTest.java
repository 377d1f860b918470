package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientMomentsTest {
  /** Two groups of 1 and 3 samples with means (2, 0) and (0, 0): by hand. */
  @Test
  void byHand() {
    GradientMoments moments = GradientMoments.ofNorms(new long[] {1, 3}, new double[] {4, 0}, 0.25);
    assertThat(moments.groups()).isEqualTo(2);
    assertThat(moments.samples()).isEqualTo(4);
    assertThat(moments.sumOfSquares()).isEqualTo(4);
    assertThat(moments.deviation()).isEqualTo(3);
    assertThat(moments.traceSigma()).isEqualTo(3);
    assertThat(moments.signalSquared()).isEqualTo(-0.5);
  }

  @Test
  void workersCombine() {
    GradientMoments left = GradientMoments.ofNorms(new long[] {1, 1}, new double[] {4, 0}, 1);
    GradientMoments right = GradientMoments.ofNorms(new long[] {1, 1}, new double[] {0, 0}, 0);
    GradientMoments both = GradientMoments.ofWorkers(List.of(left, right), 0.25);
    GradientMoments flat =
        GradientMoments.ofNorms(new long[] {1, 1, 1, 1}, new double[] {4, 0, 0, 0}, 0.25);
    assertThat(both.groups()).isEqualTo(4);
    assertThat(both.deviation()).isCloseTo(flat.deviation(), within(1e-15));
    assertThat(both.sumOfSquares()).isEqualTo(flat.sumOfSquares());
  }

  @Test
  void aSingleGroupSaysNothingOfTheNoise() {
    GradientMoments one = GradientMoments.ofOne(8, 3);
    assertThat(one.resolvesNoise()).isFalse();
    assertThat(one.sumOfSquares()).isEqualTo(24);
    assertThatIllegalStateException().isThrownBy(one::traceSigma);
    assertThatIllegalStateException().isThrownBy(one::signalSquared);
  }

  @Test
  void notFinite() {
    assertThat(new GradientMoments(2, 2, 1, 1, 1).isFinite()).isTrue();
    assertThat(new GradientMoments(2, 2, Double.NaN, 1, 1).isFinite()).isFalse();
    assertThat(new GradientMoments(2, 2, 1, 1 / 0.0, 1).isFinite()).isFalse();
    assertThat(new GradientMoments(2, 2, 1, 1, -1 / 0.0).isFinite()).isFalse();
    assertThat(new GradientMoments(2, 2, 1e308, 1e308, 1e308).isFinite()).isTrue();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientMoments(0, 1, 0, 0, 0))
        .withMessage("groups is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientMoments(4, 3, 0, 0, 0))
        .withMessage("samples is 3, allowed: at least 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradientMoments.ofNorms(new long[] {1}, new double[2], 0))
        .withMessage("squaredNorms has 2 values, allowed: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradientMoments.ofNorms(new long[] {1, 0}, new double[2], 0))
        .withMessage("samples[1] is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradientMoments.ofOne(2, 1).plus(GradientMoments.ofOne(3, 1)))
        .withMessageContaining("allowed: 1 groups of 2");
  }
}
