package io.github.gns4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Sum;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Those we are compared with compute what we compute, from the same numbers. Operations of float
 * each err by 6e-8 of their result; a few steps of a dozen are within 1e-5 of what they change.
 */
class PeersTest {
  private static final int PARAMETERS = 32 * 31; // whole rows, no whole vectors
  private static final int STEPS = 3;
  private static final double CLOSE = 1e-5;

  private final OptimizerArrays ours = new OptimizerArrays();
  private final PlainJava loops = new PlainJava();
  private final Nd4jOperations chains = new Nd4jOperations();

  @BeforeEach
  void fill() {
    ours.backend = Kernels.select(Placement.HOST).name();
    ours.type = ElementType.FLOAT32;
    ours.parameters = PARAMETERS;
    loops.parameters = PARAMETERS;
    chains.parameters = PARAMETERS;
    ours.fill();
    loops.fill();
    chains.fill();
  }

  @AfterEach
  void stop() {
    ours.stop();
  }

  /** Compares how far the weights have gone. */
  private void sameSteps(Runnable step, BiConsumer<Integer, float[][]> others) {
    double[] before = numbers(ours.weights);
    float[][] weights = new float[2][];
    for (int i = 0; i < STEPS; i++) {
      step.run();
      others.accept(i, weights);
    }
    double[] after = numbers(ours.weights);
    double largest = 0;
    for (int i = 0; i < PARAMETERS; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    assertThat(largest).isPositive();
    for (float[] other : weights) {
      for (int i = 0; i < PARAMETERS; i++) {
        // Weights are below 0.05, and rounded to 2e-9 there at each step.
        assertThat((double) other[i]).isCloseTo(after[i], within(CLOSE * largest + STEPS * 4e-9));
      }
    }
  }

  private static double[] numbers(HostArray array) {
    double[] numbers = new double[PARAMETERS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i);
    }
    return numbers;
  }

  private static void note(float[][] weights, float[] plain, INDArray nd4j) {
    weights[0] = plain;
    weights[1] = nd4j.toFloatVector();
  }

  @Test
  void adamTakesTheSameSteps() {
    AdamBenchmark bodies = new AdamBenchmark();
    sameSteps(
        () -> bodies.inPlace(ours),
        (_, w) -> note(w, bodies.plainJava(loops), bodies.nd4jOperations(chains)));
  }

  @Test
  void sgdTakesTheSameSteps() {
    SgdBenchmark bodies = new SgdBenchmark();
    sameSteps(
        () -> bodies.inPlace(ours),
        (_, w) -> note(w, bodies.plainJava(loops), bodies.nd4jOperations(chains)));
  }

  @Test
  void lambTakesTheSameSteps() {
    LambBenchmark bodies = new LambBenchmark();
    sameSteps(
        () -> bodies.inPlace(ours),
        (_, w) -> note(w, bodies.plainJava(loops), bodies.nd4jOperations(chains)));
  }

  @Test
  void passesGiveTheSame() {
    ReductionBenchmark bodies = new ReductionBenchmark();
    bodies.squaredNorm(ours);
    double norm = ours.sums.total(Sum.GRADIENT_SQUARED);
    ours.kernels.dot(ours.weights, ours.gradient, ours.sums);
    double dot = ours.sums.total(Sum.DOT);

    assertThat(bodies.squaredNormPlainJava(loops)).isCloseTo(norm, within(CLOSE * norm));
    assertThat(bodies.squaredNormNd4j(chains)).isCloseTo(norm, within(CLOSE * norm));
    // |w||g| is 1e-2 here, of which a sum of products in float errs by less than a millionth.
    assertThat(bodies.dotPlainJava(loops)).isCloseTo(dot, within(1e-8));
    assertThat(bodies.dotNd4j(chains)).isCloseTo(dot, within(1e-8));
  }

  @Test
  void averagesGoTheSameWay() {
    ReductionBenchmark bodies = new ReductionBenchmark();
    ReductionBenchmark.InTurn gradients = new ReductionBenchmark.InTurn();
    gradients.fill(ours);
    gradients.next(); // the second one, so that the first comes next
    bodies.accumulate(ours, gradients);
    float[] mean = bodies.accumulatePlainJava(loops).clone();
    double[] expected = numbers(ours.first);
    bodies.average(ours);
    float[] average = bodies.averagePlainJava(loops);

    for (int i = 0; i < PARAMETERS; i++) {
      assertThat((double) mean[i]).isCloseTo(expected[i], within(1e-3 * CLOSE));
      assertThat((double) average[i]).isCloseTo(ours.first.get(i), within(1e-3 * CLOSE));
    }
    assertThat(mean).isNotEqualTo(average);
  }

  @Test
  void normsOfSamplesAddUp() {
    PerSampleBenchmark bodies = new PerSampleBenchmark();
    double[] norms = bodies.plainJava(loops);
    double sum = 0;
    for (double norm : norms) {
      sum += norm;
    }
    assertThat(norms).hasSize(PerSampleBenchmark.ROWS);
    assertThat(sum)
        .isCloseTo(new ReductionBenchmark().squaredNormPlainJava(loops), within(CLOSE * sum));
    assertThat(bodies.nd4jNorms(chains).length()).isEqualTo(PerSampleBenchmark.ROWS);
  }
}
