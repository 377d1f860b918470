package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.Fieller.Covariance;
import io.github.gns4j.noise.Quantiles.Limits;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiellerTest {
  private static final double MANY = 1e9;
  private static final Limits LIMITS = Quantiles.of(0.95).at(MANY);

  @Test
  void quantilesAreThoseOfStudent() {
    StudentT student = StudentT.of(0.95);
    for (double degrees : new double[] {1, 2, 3, 3.5, 7.25, 20, 100.5, 300, 5000}) {
      double exact = new TDistribution(null, degrees).inverseCumulativeProbability(0.975);
      // Linear in 1/ν between whole degrees, and from 256 on: see StudentT.
      assertThat(student.quantile(degrees)).isCloseTo(exact, within(0.02 * exact / degrees));
    }
    assertThat(student.quantile(1e300)).isCloseTo(1.959963984540054, within(1e-9));
  }

  /**
   * The limits of the tables of Feldman &amp; Cousins 1998 cover exactly 95% for the normal law.
   */
  @Test
  void limitsCoverExactly() {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    for (double mu = 0.02; mu < 4; mu += 0.02) {
      double a = LIMITS.above(mu);
      double b = mu >= LIMITS.two() ? LIMITS.two() : (mu * mu + a * a) / (2 * mu);
      double covered = normal.cumulativeProbability(a) - normal.cumulativeProbability(-b);
      // The path is interpolated in 20 intervals.
      assertThat(covered).as("at %s", mu).isCloseTo(0.95, within(1e-3));
    }
    assertThat(LIMITS.above(0)).isCloseTo(1.6448536, within(1e-6));
  }

  /** Table X of Feldman &amp; Cousins 1998: upper limits at 95% for measured x0. */
  @Test
  void negativeEstimatesGiveTheirUpperLimits() {
    double[][] table = {{-3, 0.42}, {-2, 0.62}, {-1, 1.10}, {-0.5, 1.49}, {0, 1.96}, {1, 2.96}};
    for (double[] row : table) {
      // S = 1 known exactly, D = x0 with error 1: 1/low is the upper limit of D
      Fieller set = Fieller.of(1, row[0], new Covariance(0, 0, 1), LIMITS);
      assertThat(1 / set.low()).as("at x0 = %s", row[0]).isCloseTo(row[1], within(0.02));
    }
    assertThat(Fieller.of(1, 1.6, new Covariance(0, 0, 1), LIMITS).isBounded()).isFalse();
    Fieller resolved = Fieller.of(1, 2.5, new Covariance(0, 0, 1), LIMITS);
    double mu = 1 / resolved.high();
    assertThat(mu + LIMITS.above(mu)).isCloseTo(2.5, within(1e-4));
  }

  /** With little scatter the set is the interval of the delta method. */
  @Test
  void smallErrorsAgreeWithTheDeltaMethod() {
    double s = 7;
    double d = 2;
    Covariance v = new Covariance(4e-6, 1e-6, 1e-6);
    double relative = v.ss() / s / s - 2 * v.sd() / s / d + v.dd() / d / d;
    double half = LIMITS.two() * s / d * Math.sqrt(relative);
    Fieller set = Fieller.of(s, d, v, LIMITS);
    assertThat(set.low()).isCloseTo(s / d - half, within(0.01 * half));
    assertThat(set.high()).isCloseTo(s / d + half, within(0.01 * half));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-140, 1e-60, 1e60, 1e140})
  void noScaleOverflows(double scale) {
    Covariance v = new Covariance(0.3, -0.05, 0.1);
    Fieller one = Fieller.of(3, 2, v, LIMITS);
    double square = scale * scale;
    Covariance scaled = new Covariance(v.ss() * square, v.sd() * square, v.dd() * square);
    Fieller other = Fieller.of(3 * scale, 2 * scale, scaled, LIMITS);
    assertThat(other.low()).isCloseTo(one.low(), within(1e-9 * one.low()));
    assertThat(other.high()).isCloseTo(one.high(), within(1e-9 * one.high()));
  }

  @Test
  void degenerateMeans() {
    Covariance none = new Covariance(0, 0, 0);
    assertThat(Fieller.of(0, 1, none, LIMITS)).isEqualTo(new Fieller(0, 0));
    assertThat(Fieller.of(0, 0, none, LIMITS)).isEqualTo(Fieller.EVERYTHING);
    assertThat(Fieller.of(1, 0, none, LIMITS)).isEqualTo(Fieller.EVERYTHING);
    assertThat(Fieller.of(6, 2, none, LIMITS)).isEqualTo(new Fieller(3, 3));
    Fieller noisy = Fieller.of(1, 5, new Covariance(1, 0, 1e-4), LIMITS);
    assertThat(noisy.low()).isZero();
    assertThat(noisy.high()).isBetween(0.5, 0.6);
  }

  /** The more negative the signal comes out, the larger the least noise scale, without a jump. */
  @Test
  void lowEndRisesAsTheSignalFalls() {
    double before = 0;
    for (double d = 4; d > -5; d -= 0.01) {
      double low = Fieller.of(10, d, new Covariance(0.5, -0.2, 1), LIMITS).low();
      assertThat(low).isGreaterThan(before);
      assertThat(before == 0 ? 1 : low / before).isLessThan(1.02);
      before = low;
    }
  }
}
