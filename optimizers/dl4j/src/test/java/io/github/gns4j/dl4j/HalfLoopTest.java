package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loop of one's own over ND4J arrays of two bytes an element: loss scale, clipping, accumulation
 * and skipped steps give the bits of the same numbers in FLOAT without a loss scale.
 */
class HalfLoopTest {
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;
  private static final int STEPS = 12;
  private static final List<Integer> OVERFLOWS = List.of(3, 7);

  @ParameterizedTest
  @CsvSource({"HALF, false", "HALF, true", "BFLOAT16, false", "BFLOAT16, true"})
  void equalsTheSameNumbersInFloat(DataType type, boolean columnMajor) {
    LossScaling scaling = LossScaling.dynamic().startingAt(1024).growing(2, 3);
    for (Clipping clipping :
        List.of(Clipping.toNorm(1), Clipping.toValue(0.5), Clipping.relative(1))) {
      Run scaled = new Run(scaling, clipping);
      Run plain = new Run(LossScaling.none(), clipping);
      Random random = new Random(5);
      for (int step = 0; step < STEPS; step++) {
        if (OVERFLOWS.contains(step)) {
          INDArray infinite = Nd4j.create(type, ROWS, COLUMNS).addi(Float.POSITIVE_INFINITY);
          assertThat(scaled.step(List.of(infinite, infinite)).gradient().isSkipped()).isTrue();
        }
        double lossScale = scaled.optimizer.lossScale();
        List<INDArray> parts = new ArrayList<>();
        List<INDArray> same = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          INDArray part = gradient(type, random, lossScale, columnMajor);
          parts.add(part);
          same.add(part.castTo(DataType.FLOAT).divi(lossScale));
        }
        StepReport report = scaled.step(parts);
        StepReport expected = plain.step(same);
        assertThat(report.gradient().lossScale()).isEqualTo(lossScale);
        assertThat(report.gradient().norm()).isEqualTo(expected.gradient().norm());
        assertThat(report.gradient().clipRate()).isEqualTo(expected.gradient().clipRate());
        assertThat(report.euclideanNoise()).isEqualTo(expected.euclideanNoise());
      }
      assertThat(scaled.weights).isEqualTo(plain.weights);
      assertThat(scaled.optimizer.skipped()).isEqualTo(OVERFLOWS.size());
      assertThat(plain.optimizer.clipped()).as("%s", clipping).isBetween(1L, (long) STEPS);
      assertThat(scaled.optimizer.lossScale()).isNotEqualTo(1024);
    }
  }

  /** As backprop in {@code type} leaves it: times the loss scale, rounded. */
  private static INDArray gradient(
      DataType type, Random random, double lossScale, boolean columnMajor) {
    INDArray gradient = Nd4j.create(type, new long[] {ROWS, COLUMNS}, columnMajor ? 'f' : 'c');
    double burst = random.nextInt(3) == 0 ? 2 : 0.1;
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        gradient.putScalar(i, j, lossScale * (0.2 + burst * random.nextGaussian()));
      }
    }
    return gradient;
  }

  /** Weights and their optimizer; every step has two micro-batches. */
  private static final class Run {
    private final INDArray weights = Nd4j.ones(DataType.FLOAT, ROWS, COLUMNS);
    private final NoiseAwareOptimizer optimizer;

    Run(LossScaling scaling, Clipping clipping) {
      optimizer =
          NoiseAware.adam()
              .learningRate(0.05)
              .batchSize(16)
              .maxMicroBatch(8)
              .nanoClock(() -> 0)
              .clipping(clipping)
              .lossScaling(scaling)
              .forParameters(NdArrays.parameters("weights", weights));
    }

    StepReport step(List<INDArray> parts) {
      for (MicroBatch micro : optimizer.nextBatch()) {
        try (NdLoan loan = NdLoan.reading("gradient", parts.get(micro.index()))) {
          optimizer.accumulate(loan.array(), micro);
          if (micro.index() == micro.count() - 1) {
            return optimizer.step();
          }
        }
      }
      throw new AssertionError("a batch has two micro-batches");
    }
  }
}
