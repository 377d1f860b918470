package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.statistics.Jackknife.Statistic;
import org.junit.jupiter.api.Test;

class JackknifeTest {
  private static final double[] X = {1, 2, 4, 9};

  private static Jackknife jackknife() {
    double[][] products = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        products[i][j] = X[i] * X[j];
      }
    }
    return Jackknife.of(new long[] {1, 1, 1, 1}, products);
  }

  /** One parameter: S is the sample variance, whose jackknife has closed forms. */
  @Test
  void agreesWithTheTextbook() {
    Jackknife jackknife = jackknife();
    double mean = 4;
    double m2 = (9 + 4 + 0 + 25) / 4.0;
    double m4 = (81 + 16 + 0 + 625) / 4.0;
    assertThat(jackknife.moments().traceSigma()).isCloseTo(38 / 3.0, within(1e-12));
    assertThat(jackknife.moments().meanSquared()).isCloseTo(mean * mean, within(1e-12));
    assertThat(jackknife.without(3).traceSigma()).isCloseTo(7 / 3.0, within(1e-12));
    Jackknife.Result result = jackknife.of(Statistic.TRACE_SIGMA);
    // var_J(s²) = n²/((n − 1)(n − 2)²)·(m₄ − m₂²)
    assertThat(result.standardError())
        .isCloseTo(Math.sqrt(16 / (3 * 4.0) * (m4 - m2 * m2)), within(1e-12));
    assertThat(result.biasCorrected()).isCloseTo(38 / 3.0, within(1e-12));
  }

  /** With equal sizes the delete-m form is the delete-one form. */
  @Test
  void weightedIsPlainForEqualSizes() {
    Jackknife.Result plain = jackknife().of(Statistic.NOISE_SCALE);
    Jackknife.Result weighted = jackknife().weighted(Statistic.NOISE_SCALE);
    assertThat(weighted.biasCorrected()).isCloseTo(plain.biasCorrected(), within(1e-9));
    assertThat(weighted.standardError()).isCloseTo(plain.standardError(), within(1e-9));
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jackknife.of(new long[2], new double[2][2]))
        .withMessage("number of groups is 2, allowed: at least 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jackknife.of(new long[] {1, 1, 1}, new double[2][2]))
        .withMessage("products has 2 rows, allowed: 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jackknife.of(new long[] {1, 1, 0}, new double[3][3]));
  }
}
