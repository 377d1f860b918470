package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.WIDE_LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.wide;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;

/**
 * Sums over a block of whole vectors that float cannot hold, formed again in double from what a
 * pass has left. Weights that nothing moves any more (of units that never fire, of tokens that do
 * not come) get here at each of the hundreds of steps in which their first moments fade, so this is
 * not left to the scalar loops.
 */
final class VectorFloatAgain {
  private VectorFloatAgain() {}

  static void addSquares(Block block, long address, Sum kind) {
    block.add(kind, squares(block, address));
  }

  static void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    block.add(kind, weighted(block, address, weights(block, metric)));
  }

  static void squaredNorm(Block block, double scale, MetricFactors metric) {
    double squares = scale * scale * squares(block, block.gradient);
    block.add(Sum.GRADIENT_SQUARED, squares);
    if (block.second != 0) {
      double weighted = weighted(block, block.gradient, weights(block, metric));
      block.add(Sum.GRADIENT_SQUARED_METRIC, scale * scale * weighted);
    }
    ScalarFloatNorms.countNonFinite(block, block.gradient, squares);
  }

  /** See {@link ScalarFloatAccumulate#sums}. */
  static void accumulate(Block block, double scale, MetricFactors metric) {
    long gradient = block.gradient;
    long mean = block.parameters;
    double means = squares(block, mean);
    block.add(Sum.GRADIENT_SQUARED, scale * scale * squares(block, gradient));
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.DEVIATION_SQUARED, combined(block, scale, gradient, -1, block.before()));
    ScalarFloatNorms.countNonFinite(block, mean, means);
    if (block.second != 0) {
      long weights = weights(block, metric);
      block.add(Sum.GRADIENT_SQUARED_METRIC, scale * scale * weighted(block, gradient, weights));
      block.add(Sum.MEAN_SQUARED_METRIC, weighted(block, mean, weights));
      block.add(
          Sum.DEVIATION_SQUARED_METRIC,
          weighted(block, scale, gradient, -1, block.before(), weights));
    }
  }

  /** See {@link ScalarFloatSgd#sums}. */
  static void sgd(Block block, SgdFactors factors) {
    long gradient = gradient(block);
    double squares = squares(block, gradient);
    double updates = squares;
    if (factors.direction() != SgdFactors.Direction.GRADIENT) {
      double means = squares(block, block.first);
      updates =
          factors.direction() == SgdFactors.Direction.BUFFER
              ? means
              : combined(block, 1, gradient, factors.momentum(), block.first);
      block.add(Sum.MEAN_SQUARED, means);
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.UPDATE_SQUARED, updates);
    ScalarFloatNorms.countNonFinite(block, gradient, squares);
  }

  /** See {@link ScalarFloatAdam#sums}. */
  static void adam(Block block, AdamFactors factors) {
    if (isPlain(block, factors, gradient(block))) {
      double means = moments(block, factors, gradient(block));
      block.add(Sum.UPDATE_SQUARED, factors.correction() * factors.correction() * means);
    } else {
      ScalarFloatAdam.sums(block, factors);
    }
  }

  /** See {@link ScalarFloatLamb#sums}. */
  static void lamb(Block block, AdamFactors factors) {
    if (isPlain(block, factors, block.gradient)) {
      double means = moments(block, factors, block.gradient);
      double correction = factors.correction();
      double updates =
          factors.decay() == 0
              ? correction * correction * means
              : mixed(block, correction, factors.decay());
      block.add(Sum.UPDATE_SQUARED, updates);
    } else {
      ScalarFloatLamb.sums(block, factors);
    }
  }

  private static long gradient(Block block) {
    return block.output == 0 ? block.gradient : block.before();
  }

  /**
   * Whether what weighs 0 in the metric, and {@code 1/ε} in the update, is 0 itself. Otherwise a
   * second moment has run out of the range of float.
   */
  private static boolean isPlain(Block block, AdamFactors factors, long gradient) {
    return factors.metric().epsilon() > 0 && VectorFloatMetric.isIdle(block, gradient);
  }

  /** Returns {@code Σ(mP)²}. */
  private static double moments(Block block, AdamFactors factors, long gradient) {
    long weights = weights(block, factors.metric());
    double squares = squares(block, gradient);
    double metricMeans = weighted(block, block.first, weights);
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, squares(block, block.first));
    block.add(Sum.GRADIENT_SQUARED_METRIC, weighted(block, gradient, weights));
    block.add(Sum.MEAN_SQUARED_METRIC, metricMeans);
    ScalarFloatNorms.countNonFinite(block, gradient, squares);
    return metricMeans;
  }

  /** Returns where the weights of the block's elements are. */
  private static long weights(Block block, MetricFactors metric) {
    VectorFloatMetric.weights(block.second, block.rows(), metric, block.length);
    return block.rows();
  }

  /** Returns {@code Σx²}. */
  static double squares(Block block, long x) {
    int length = block.length;
    DoubleVector even = VectorFloatLanes.wideZero();
    DoubleVector odd = VectorFloatLanes.wideZero();
    for (int i = 0; i < length; i += 2 * WIDE_LANES) {
      DoubleVector a = wide(x, i);
      DoubleVector b = wide(x, i + WIDE_LANES);
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    VectorFloatLanes.wideZero().add(even).add(odd).intoArray(block.doubles(), 0);
    return VectorFloatLanes.wideTotal(block);
  }

  /** Returns {@code Σ(xP)²}. */
  private static double weighted(Block block, long x, long weights) {
    int length = block.length;
    DoubleVector even = VectorFloatLanes.wideZero();
    DoubleVector odd = VectorFloatLanes.wideZero();
    for (int i = 0; i < length; i += 2 * WIDE_LANES) {
      DoubleVector a = wide(x, i).mul(wide(weights, i));
      DoubleVector b = wide(x, i + WIDE_LANES).mul(wide(weights, i + WIDE_LANES));
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    VectorFloatLanes.wideZero().add(even).add(odd).intoArray(block.doubles(), 0);
    return VectorFloatLanes.wideTotal(block);
  }

  /** Returns {@code Σ(αx + βy)²}. */
  private static double combined(Block block, double alpha, long x, double beta, long y) {
    int length = block.length;
    DoubleVector sum = VectorFloatLanes.wideZero();
    for (int i = 0; i < length; i += WIDE_LANES) {
      DoubleVector a = wide(x, i).mul(alpha).add(wide(y, i).mul(beta));
      sum = a.fma(a, sum);
    }
    VectorFloatLanes.wideZero().add(sum).intoArray(block.doubles(), 0);
    return VectorFloatLanes.wideTotal(block);
  }

  /** Returns {@code Σ((αx + βy)P)²}. */
  private static double weighted(
      Block block, double alpha, long x, double beta, long y, long weights) {
    int length = block.length;
    DoubleVector sum = VectorFloatLanes.wideZero();
    for (int i = 0; i < length; i += WIDE_LANES) {
      DoubleVector a = wide(x, i).mul(alpha).add(wide(y, i).mul(beta)).mul(wide(weights, i));
      sum = a.fma(a, sum);
    }
    VectorFloatLanes.wideZero().add(sum).intoArray(block.doubles(), 0);
    return VectorFloatLanes.wideTotal(block);
  }

  /** Returns {@code Σ(αmP + βw)²}, the weights of the metric being in scratch. */
  private static double mixed(Block block, double alpha, double beta) {
    long first = block.first;
    long weights = block.rows();
    long parameters = block.parameters;
    int length = block.length;
    DoubleVector sum = VectorFloatLanes.wideZero();
    for (int i = 0; i < length; i += WIDE_LANES) {
      DoubleVector r = wide(first, i).mul(wide(weights, i)).mul(alpha);
      DoubleVector a = wide(parameters, i).mul(beta).add(r);
      sum = a.fma(a, sum);
    }
    VectorFloatLanes.wideZero().add(sum).intoArray(block.doubles(), 0);
    return VectorFloatLanes.wideTotal(block);
  }
}
