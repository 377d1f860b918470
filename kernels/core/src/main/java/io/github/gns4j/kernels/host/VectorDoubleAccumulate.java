package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;

/**
 * The running mean over a block of whole vectors; false if its sums cannot be trusted in double.
 */
final class VectorDoubleAccumulate {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.MEAN_SQUARED.ordinal(), Sum.DEVIATION_SQUARED.ordinal()
  };
  private static final int[] WITH_METRIC = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.DEVIATION_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal(),
    Sum.DEVIATION_SQUARED_METRIC.ordinal()
  };

  private VectorDoubleAccumulate() {}

  static void step(Block block, double scale, double weight) {
    long mean = block.parameters;
    long gradient = block.gradient;
    double s = Memory.toDouble(scale);
    double w = Memory.toDouble(weight);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector old = load(mean, i);
      store(old.add(load(gradient, i).mul(s).sub(old).mul(w)), mean, i);
    }
  }

  /** Sums in the metric too, if there is a second moment. */
  static boolean withSums(Block block, double scale, double weight, MetricFactors metric) {
    return block.second == 0
        ? withSums(block, scale, weight)
        : withSumsInMetric(block, scale, weight, metric);
  }

  private static boolean withSums(Block block, double scale, double weight) {
    long mean = block.parameters;
    long gradient = block.gradient;
    long before = block.before();
    double s = Memory.toDouble(scale);
    double w = Memory.toDouble(weight);
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector squares = zero;
    DoubleVector means = zero;
    DoubleVector deviations = zero;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector old = load(mean, i);
      DoubleVector g = load(gradient, i).mul(s);
      DoubleVector d = g.sub(old);
      DoubleVector m = old.add(d.mul(w));
      store(old, before, i);
      store(m, mean, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      deviations = d.fma(d, deviations);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(means).intoArray(room, Block.LANES);
    zero.add(deviations).intoArray(room, 2 * Block.LANES);
    tellZeros(block);
    return VectorDoubleLanes.settle(block, KINDS);
  }

  private static boolean withSumsInMetric(
      Block block, double scale, double weight, MetricFactors metric) {
    long mean = block.parameters;
    long gradient = block.gradient;
    long before = block.before();
    long weights = block.rows();
    VectorDoubleMetric.weights(block.second, weights, metric, block.length);
    double s = Memory.toDouble(scale);
    double w = Memory.toDouble(weight);
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector squares = zero;
    DoubleVector means = zero;
    DoubleVector deviations = zero;
    DoubleVector metricSquares = zero;
    DoubleVector metricMeans = zero;
    DoubleVector metricDeviations = zero;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector old = load(mean, i);
      DoubleVector p = load(weights, i);
      DoubleVector g = load(gradient, i).mul(s);
      DoubleVector d = g.sub(old);
      DoubleVector m = old.add(d.mul(w));
      store(old, before, i);
      store(m, mean, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      deviations = d.fma(d, deviations);
      DoubleVector gp = g.mul(p);
      DoubleVector mp = m.mul(p);
      DoubleVector dp = d.mul(p);
      metricSquares = gp.fma(gp, metricSquares);
      metricMeans = mp.fma(mp, metricMeans);
      metricDeviations = dp.fma(dp, metricDeviations);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(means).intoArray(room, Block.LANES);
    zero.add(deviations).intoArray(room, 2 * Block.LANES);
    zero.add(metricSquares).intoArray(room, 3 * Block.LANES);
    zero.add(metricMeans).intoArray(room, 4 * Block.LANES);
    zero.add(metricDeviations).intoArray(room, 5 * Block.LANES);
    tellZeros(block);
    tellZerosInMetric(block);
    return VectorDoubleLanes.settle(block, WITH_METRIC);
  }

  /** Apart from the vectors: what is handed through two calls ends as objects on the heap. */
  private static void tellZeros(Block block) {
    block.zeroIf(0, block.gradient);
    block.zeroIf(1, block.parameters);
    block.zeroIfBoth(2, block.gradient, block.before());
  }

  private static void tellZerosInMetric(Block block) {
    block.zeroIfEither(3, block.gradient, block.second);
    block.zeroIfEither(4, block.parameters, block.second);
    block.zeroIfEither(5, block.before(), block.second);
  }
}
