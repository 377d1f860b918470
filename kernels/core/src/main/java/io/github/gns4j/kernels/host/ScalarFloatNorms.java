package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** Sums over a block of FLOAT32 elements, element by element in double. */
final class ScalarFloatNorms {
  private ScalarFloatNorms() {}

  static void dot(Block block) {
    long a = block.parameters;
    long b = block.gradient;
    int length = block.length;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double left = Memory.getFloat(a + at);
      sum += left * Memory.getFloat(b + at);
    }
    block.add(Sum.DOT, sum);
  }

  static void addSquares(Block block, long address, Sum kind) {
    int length = block.length;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double x = Memory.getFloat(address + (long) i * Float.BYTES);
      sum += x * x;
    }
    block.add(kind, sum);
  }

  static void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    long second = block.second;
    int length = block.length;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double x = Memory.getFloat(address + at) * metric.weight(Memory.getFloat(second + at));
      sum += x * x;
    }
    block.add(kind, sum);
  }

  static void squaredNorm(Block block, double scale, MetricFactors metric) {
    long gradient = block.gradient;
    long second = block.second;
    int length = block.length;
    double squares = 0;
    double metricSquares = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double g = scale * Memory.getFloat(gradient + at);
      squares += g * g;
      if (second != 0) {
        double weighted = g * metric.weight(Memory.getFloat(second + at));
        metricSquares += weighted * weighted;
      }
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.GRADIENT_SQUARED_METRIC, metricSquares);
    countNonFinite(block, gradient, squares);
  }

  /** Counts the non-finite elements of a gradient, if a sum over it tells that there may be any. */
  static void countNonFinite(Block block, long gradient, double sum) {
    if (Double.isFinite(sum)) {
      return;
    }
    int count = 0;
    for (int i = 0; i < block.length; i++) {
      if (!Float.isFinite(Memory.getFloat(gradient + (long) i * Float.BYTES))) {
        count++;
      }
    }
    block.add(Sum.NON_FINITE, count);
  }
}
