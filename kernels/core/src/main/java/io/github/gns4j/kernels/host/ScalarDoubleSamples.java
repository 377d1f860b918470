package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** Per-sample gradients at the columns of a block: the mean, then what deviates from it. */
final class ScalarDoubleSamples {
  private ScalarDoubleSamples() {}

  /** Forms the mean, and the sums if {@code rowSums} is not null, a few columns at a time. */
  static void run(Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    int length = block.length;
    long parameters = block.parameters;
    long second = block.second;
    for (int column = 0; column < length; column += Block.SIZE) {
      long at = (long) column * Double.BYTES;
      block.length = Math.min(Block.SIZE, length - column);
      block.parameters = parameters + at;
      block.second = second == 0 ? 0 : second + at;
      mean(block, rows);
      if (rowSums != null) {
        sums(block, rows, metric, rowSums);
      }
      rows.move(block.length);
    }
    rows.move(-length);
    block.length = length;
    block.parameters = parameters;
    block.second = second;
  }

  /** Forms the mean of the rows in double, a column at a time in the scratch of the block. */
  private static void mean(Block block, SampleRows rows) {
    long totals = block.before();
    int length = block.length;
    Memory.zero(totals, (long) length * Double.BYTES);
    for (long row = 0; row < rows.rows(); row++) {
      long source = row(block, rows, row);
      for (int i = 0; i < length; i++) {
        long total = totals + (long) i * Double.BYTES;
        double g = rows.scale() * Memory.getDouble(source + (long) i * Double.BYTES);
        Memory.setDouble(total, Memory.getDouble(total) + g);
      }
    }
    for (int i = 0; i < length; i++) {
      double mean = Memory.getDouble(totals + (long) i * Double.BYTES) / rows.rows();
      Memory.setDouble(block.parameters + (long) i * Double.BYTES, Memory.toDouble(mean));
    }
  }

  /** Forms the sums of all rows; the mean is in {@code parameters}. */
  private static void sums(Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    for (int row = 0; row < rows.rows(); row++) {
      long source = row(block, rows, row);
      double squares = 0;
      double deviations = 0;
      for (int i = 0; i < block.length; i++) {
        long at = (long) i * Double.BYTES;
        double g = rows.scale() * Memory.getDouble(source + at);
        double d = g - Memory.getDouble(block.parameters + at);
        squares += g * g;
        deviations += d * d;
      }
      rowSums[row] += squares;
      block.add(Sum.GRADIENT_SQUARED, squares);
      block.add(Sum.DEVIATION_SQUARED, deviations);
      ScalarDoubleNorms.countNonFinite(block, source, squares);
      if (block.second != 0) {
        metricSums(block, rows.scale(), source, metric);
      }
    }
  }

  private static void metricSums(Block block, double scale, long source, MetricFactors metric) {
    double squares = 0;
    double deviations = 0;
    for (int i = 0; i < block.length; i++) {
      long at = (long) i * Double.BYTES;
      double p = metric.weight(Memory.getDouble(block.second + at));
      double g = scale * Memory.getDouble(source + at);
      double d = p * (g - Memory.getDouble(block.parameters + at));
      squares += p * g * (p * g);
      deviations += d * d;
    }
    block.add(Sum.GRADIENT_SQUARED_METRIC, squares);
    block.add(Sum.DEVIATION_SQUARED_METRIC, deviations);
  }

  /** Returns the address of a row in the type of the state. */
  private static long row(Block block, SampleRows rows, long index) {
    long source = rows.row(index);
    if (rows.type().bytes() == Double.BYTES) {
      return source;
    }
    ScalarDoubleWidening.widen(rows.type(), source, block.rows(), block.length);
    return block.rows();
  }
}
