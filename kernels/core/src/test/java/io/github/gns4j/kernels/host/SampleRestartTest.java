package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Per-sample gradients of which a part is beyond the range of float sums, so that eight rows at a
 * time are given up after some were taken: nothing of these may count twice.
 */
class SampleRestartTest {
  private static final int ROWS = 24;
  private static final int COLUMNS = 8192;
  private static final Segments SEGMENTS = Segments.single(COLUMNS);

  /** As {@link VectorAgainstScalarTest}: 256 terms in one float. */
  private static final double SUMS = 256 * 0x1p-24;

  private final Kernels scalar = Kernels.of(new ScalarProvider().open());
  private final Kernels vector = Kernels.of(VectorLoops.backend("vector", Workers.shared()));

  @ParameterizedTest(name = "from row {0} and column {1} on times {2}, in metric: {3}")
  @CsvSource({
    "8, 0, 1e-25, false",
    "16, 0, 1e-25, true",
    "0, 4096, 1e-25, false",
    "8, 5000, 1e25, true",
    "23, 8191, 1e25, false",
    "16, 100, NaN, true",
  })
  void whatWasTakenCountsOnce(int fromRow, int fromColumn, double factor, boolean inMetric) {
    HostArray samples =
        Passes.random(ElementType.FLOAT32, (long) ROWS * COLUMNS, 1, /* magnitude= */ 1);
    for (long row = fromRow; row < ROWS; row++) {
      for (long i = row * COLUMNS + fromColumn; i < (row + 1) * COLUMNS; i++) {
        samples.set(i, samples.get(i) * factor);
      }
    }
    Result expected = run(scalar, samples, inMetric);
    Result actual = run(vector, samples, inMetric);
    for (Sum sum : Sum.values()) {
      assertNear(sum.name(), actual.sums.get(sum, 0), expected.sums.get(sum, 0));
    }
    for (int row = 0; row < ROWS; row++) {
      assertNear("row " + row, actual.norms.get(row), expected.norms.get(row));
    }
  }

  private static void assertNear(String name, double actual, double expected) {
    if (Double.isFinite(expected)) {
      assertThat(actual).as(name).isCloseTo(expected, within(SUMS * Math.abs(expected)));
    } else {
      assertThat(actual).as(name).matches(x -> !Double.isFinite(x));
    }
  }

  private record Result(Sums sums, HostArray norms) {}

  private static Result run(Kernels kernels, HostArray samples, boolean inMetric) {
    HostArray norms = HostArray.allocate(ElementType.FLOAT64, ROWS);
    HostArray mean = HostArray.allocate(ElementType.FLOAT32, COLUMNS);
    HostArray second = HostArray.allocate(ElementType.FLOAT32, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      second.set(i, 1 + i % 3);
    }
    Preconditioner metric = inMetric ? new Preconditioner(second, 0.5, 1e-8) : null;
    Sums sums = kernels.newSums(SEGMENTS);
    kernels.perSampleMoments(new PerSample(samples, ROWS, mean, norms, SEGMENTS), 1, metric, sums);
    return new Result(sums, norms);
  }
}
