package io.github.gns4j.examples.quadratics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** The simulated runs are what they stand for. */
class SimulationTest {
  private static final int RUNS = 400;

  /** With policies that change nothing the mean loss is the expected one: 5 standard errors. */
  @Test
  void meanLossOfRunsIsTheExpectedLoss() {
    QuadraticModel model = new QuadraticModel(8);
    Setting setting = new Setting(0.05, 0.8, 4);
    ExpectedRun expected = new ExpectedRun(model, setting);
    double exact = 0;
    for (int step = 0; step < 30; step++) {
      exact = expected.step();
    }
    double[] losses =
        LongStream.range(0, RUNS)
            .mapToDouble(
                seed -> {
                  AdaptiveRun run =
                      new AdaptiveRun(model, new CostModel(1), Policies.fixed(), setting, seed);
                  return run.run(0, 30 * 5.0).losses()[29];
                })
            .toArray();
    double mean = Arrays.stream(losses).average().orElseThrow();
    double square = Arrays.stream(losses).map(v -> (v - mean) * (v - mean)).sum() / (RUNS - 1);
    assertThat(mean).isCloseTo(exact, within(5 * Math.sqrt(square / RUNS)));
  }

  /** {@code Σ c_i χ²} has mean {@code (B − 1)Σc} and variance {@code 2(B − 1)Σc²}. */
  @Test
  void deviationsHaveTheirLaw() {
    QuadraticModel model = new QuadraticModel(6);
    SampleDeviations deviations = new SampleDeviations(model, new Well19937c(1));
    double squares = 0;
    for (int i = 0; i < 6; i++) {
      squares += model.curvature(i) * model.curvature(i);
    }
    for (int batch : new int[] {2, 9, 1000}) {
      int draws = 4000;
      double[] seen = new double[draws];
      Arrays.setAll(seen, i -> deviations.draw(batch));
      double mean = Arrays.stream(seen).average().orElseThrow();
      double variance = Arrays.stream(seen).map(v -> (v - mean) * (v - mean)).sum() / draws;
      double expected = 2 * (batch - 1.0) * squares;
      assertThat(mean)
          .isCloseTo((batch - 1) * model.traceSigma(), within(5 * Math.sqrt(expected / draws)));
      // The kurtosis of a chi-square of one degree is 15: standard error sqrt(14/4000) at most.
      assertThat(variance).isCloseTo(expected, within(5 * Math.sqrt(14.0 / draws) * expected));
    }
  }

  @Test
  void crossingOfTheMeanAndItsError() {
    Trajectory slow = new Trajectory(new double[] {2, 4}, new double[] {6, 1}, 8);
    Trajectory fast = new Trajectory(new double[] {1, 3}, new double[] {4, 2}, 8);
    List<Trajectory> both = List.of(slow, fast);
    // Means: 6 at time 1, 5 at 2, 4 at 3, 1.5 at 4.
    assertThat(Trajectory.crossing(both, 5)).isEqualTo(2);
    assertThat(Trajectory.crossing(both, 4)).isEqualTo(3);
    assertThat(Trajectory.crossing(both, 1)).isNaN();
    // Alone the fast one is at 4 at time 1, the slow one at time 4.
    assertThat(Trajectory.crossingError(both, 4)).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void medianAndGreatestCountWhatIsNotReached() {
    assertThat(TimeStudy.median(3, Double.NaN, 1)).isEqualTo(3);
    assertThat(TimeStudy.median(4, 1)).isEqualTo(2.5);
    assertThat(TimeStudy.greatest(1, 3, 2)).isEqualTo(3);
    assertThat(TimeStudy.greatest(1, Double.NaN)).isNaN();
  }
}
