package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DoG and Prodigy against their papers, written out for one parameter, and on a quadratic. */
class RateFreeTest {
  private static final int STEPS = 60;
  private static final double[] GRADIENTS = {3, -1, 0.5, 2, -0.25};

  private static INDArray one(double value) {
    return Nd4j.create(new double[] {value}, new long[] {1}, DataType.DOUBLE);
  }

  /** Ivgi et al. 2023, algorithm 1, with the average of section 3.2 at γ = 8. */
  @Test
  void dogFollowsItsPaper() {
    Dog dog = new Dog();
    INDArray parameters = one(2);
    double x = 2;
    double average = 2;
    double farthest = 1e-6 * (1 + 2);
    double squares = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = GRADIENTS[t % GRADIENTS.length];
      farthest = Math.max(farthest, Math.abs(x - 2));
      squares += g * g;
      x -= farthest / Math.sqrt(squares + 1e-8) * g;
      double weight = Math.min(1, 9.0 / (t + 8));
      average = (1 - weight) * average + weight * x;
      dog.step(parameters, one(g));
      assertThat(parameters.getDouble(0)).isCloseTo(x, within(1e-12));
    }
    assertThat(dog.answer(parameters).getDouble(0)).isCloseTo(average, within(1e-12));
  }

  /** Mishchenko &amp; Defazio 2023, algorithm 4. */
  @Test
  void prodigyFollowsItsPaper() {
    Prodigy prodigy = new Prodigy();
    INDArray parameters = one(2);
    double x = 2;
    double m = 0;
    double v = 0;
    double r = 0;
    double s = 0;
    double d = 1e-6;
    double root = Math.sqrt(0.999);
    for (int t = 1; t <= STEPS; t++) {
      double g = 10 * (x - 1) + GRADIENTS[t % GRADIENTS.length];
      m = 0.9 * m + 0.1 * d * g;
      v = 0.999 * v + 0.001 * d * d * g * g;
      r = root * r + (1 - root) * d * d * g * (2 - x);
      s = root * s + (1 - root) * d * d * g;
      double next = Math.max(d, r / Math.abs(s));
      prodigy.step(parameters, one(g));
      x -= d * m / (Math.sqrt(v) + d * 1e-8);
      d = next;
      assertThat(parameters.getDouble(0)).isCloseTo(x, within(1e-9));
    }
    assertThat(prodigy.distance()).isCloseTo(d, within(1e-9 * d)).isGreaterThan(1e-6);
  }

  /** Minimum at 1 and −1, curvatures 1 and 10; from (5, 5). */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void quadraticIsSolvedWithoutARate(boolean dog) {
    RateFree steps = dog ? new Dog() : new Prodigy();
    INDArray parameters = Nd4j.create(new double[] {5, 5}, new long[] {2}, DataType.DOUBLE);
    INDArray minimum = Nd4j.create(new double[] {1, -1}, new long[] {2}, DataType.DOUBLE);
    INDArray curvature = Nd4j.create(new double[] {1, 10}, new long[] {2}, DataType.DOUBLE);
    for (int t = 0; t < 3000; t++) {
      steps.step(parameters, parameters.sub(minimum).muli(curvature));
    }
    assertThat(steps.answer(parameters).distance2(minimum)).isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientThatIsNotFiniteChangesNothing(boolean dog) {
    RateFree steps = dog ? new Dog() : new Prodigy();
    INDArray parameters = one(2);
    steps.step(parameters, one(1));
    double before = parameters.getDouble(0);
    steps.step(parameters, one(Double.NaN));
    assertThat(parameters.getDouble(0)).isEqualTo(before);
    steps.step(parameters, one(1));
    assertThat(parameters.getDouble(0)).isLessThan(before);
  }
}
