package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;
import java.util.Arrays;

/**
 * Where the sums of {@link VectorDoubleSamples} go. Slots of the block: one norm for each row of a
 * group, then deviations, squares in the metric, deviations in the metric. Sums that cannot be
 * trusted in double are formed again in double.
 */
final class VectorDoubleSampleSums {
  private static final Sum[] OVER_ROWS = {
    Sum.GRADIENT_SQUARED,
    Sum.DEVIATION_SQUARED,
    Sum.GRADIENT_SQUARED_METRIC,
    Sum.DEVIATION_SQUARED_METRIC
  };

  private final double[] rowLanes = new double[RowGroup.MOST * Block.LANES];
  private Block block;
  private SampleRows rows;
  private MetricFactors metric;
  private double[] norms = {};

  void begin(Block columns, SampleRows of, MetricFactors inMetric) {
    block = columns;
    rows = of;
    metric = inMetric;
    norms = columns.norms((int) of.rows());
  }

  void clearRows() {
    Arrays.fill(rowLanes, 0);
  }

  /** Adds the rows of a group to their norms, and to {@code GRADIENT_SQUARED}. */
  void flushRows(long row, int count) {
    for (int i = 0; i < count; i++) {
      double total = 0;
      for (int lane = 0; lane < Block.LANES; lane++) {
        total += rowLanes[i * Block.LANES + lane];
      }
      norms[(int) row + i] += total;
      block.add(Sum.GRADIENT_SQUARED, total);
    }
  }

  /** Turns the sums over rows as they are into those over scaled rows. */
  void applyScale() {
    double square = rows.scale() * rows.scale();
    for (Sum kind : OVER_ROWS) {
      block.multiply(kind, square);
    }
    for (int row = 0; row < rows.rows(); row++) {
      norms[row] *= square;
    }
  }

  /** Adds the norms of all rows to {@code rowSums}. */
  void addNormsTo(double[] rowSums) {
    for (int row = 0; row < rows.rows(); row++) {
      rowSums[row] += norms[row];
    }
  }

  /**
   * Takes the sums of a block of rows of which nothing was kept.
   *
   * @param at offset in bytes of the block in the chunk
   * @return false if a sum cannot be trusted in double
   */
  boolean settleIfTrusted(RowGroup group, long at) {
    // Where rows and what the reference became are 0, what it was is 0, or its square below 2⁻¹²⁶.
    boolean good = areTrusted(group, at, group.mean);
    if (good) {
      take(group.count);
    }
    return good;
  }

  /**
   * Takes the sums of a block of rows; those that cannot be trusted in double are formed again.
   *
   * @param at offset in bytes of the block in the chunk
   * @return false if a sum is not finite
   */
  boolean settle(RowGroup group, long at) {
    if (areTrusted(group, at, block.before())) {
      take(group.count);
      return true;
    }
    if (!VectorDoubleLanes.areFinite(block, slots(group.count))) {
      return false;
    }
    for (int i = 0; i < group.count; i++) {
      rowLanes[i * Block.LANES] += VectorDoubleAgain.squares(block, group.row[i]);
    }
    again(group.row, group.count, at, group.seen);
    return true;
  }

  private int slots(int count) {
    return block.second == 0 ? count + 1 : count + 3;
  }

  private boolean areTrusted(RowGroup group, long at, long reference) {
    return VectorDoubleLanes.areInRange(block, slots(group.count))
        || areZeroWhereOdd(group.row, group.count, at, reference);
  }

  /** Returns whether the sums are good, given that 0 is right for rows and weights of zeros. */
  private boolean areZeroWhereOdd(long[] row, int count, long at, long reference) {
    boolean rowsAreZero = true;
    for (int i = 0; i < count; i++) {
      block.zeroIf(i, row[i]);
      rowsAreZero &= VectorDoubleLanes.total(block, i) == 0;
    }
    block.zeroIfBoth(count, row[0], reference);
    if (block.second != 0) {
      long weightless = rowsAreZero ? row[0] : block.second + at;
      block.zeroIf(count + 1, weightless);
      block.zeroIfEither(count + 2, block.second + at, rowsAreZero ? reference : weightless);
    }
    return VectorDoubleLanes.areTrustedAsTotals(block, slots(count));
  }

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      VectorDoubleLanes.widen(block, i, rowLanes, i * Block.LANES, false);
    }
    VectorDoubleLanes.addTo(Sum.DEVIATION_SQUARED.ordinal(), block, count);
    if (block.second != 0) {
      VectorDoubleLanes.addTo(Sum.GRADIENT_SQUARED_METRIC.ordinal(), block, count + 1);
      VectorDoubleLanes.addTo(Sum.DEVIATION_SQUARED_METRIC.ordinal(), block, count + 2);
    }
  }

  /** Forms the sums over columns again, from what was kept before the reference moved. */
  private void again(long[] row, int count, long at, long seen) {
    double deviations = 0;
    double metricSquares = 0;
    double metricDeviations = 0;
    for (int i = 0; i < block.length; i++) {
      long j = (long) i * Double.BYTES;
      double p = block.second == 0 ? 0 : metric.weight(Memory.getDouble(block.second + at + j));
      double squares = 0;
      for (int k = 0; k < count; k++) {
        double g = Memory.getDouble(row[k] + j);
        squares += g * g;
      }
      double e = deviation(row, count, block.parameters + at, j, seen);
      deviations += e;
      metricSquares += squares * p * p;
      metricDeviations += e * p * p;
    }
    block.add(Sum.DEVIATION_SQUARED, deviations);
    block.add(Sum.GRADIENT_SQUARED_METRIC, metricSquares);
    block.add(Sum.DEVIATION_SQUARED_METRIC, metricDeviations);
  }

  /** Returns what the squares about the reference grow by at a column, in double. */
  private double deviation(long[] row, int count, long mean, long column, long seen) {
    double reference = Memory.getDouble(block.before() + column);
    double left = Memory.getDouble(block.before() + (long) Block.SIZE * Double.BYTES + column);
    double sum = 0;
    double total = left;
    for (int k = 0; k < count; k++) {
      double d = Memory.getDouble(row[k] + column) - reference;
      sum += d * d;
      total += d;
    }
    double t = Memory.getDouble(mean + column) - reference;
    return sum - t * (2 * total - t * seen);
  }
}
