package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;

/** Sums over a block of whole vectors; false if they cannot be trusted in double. */
final class VectorDoubleNorms {
  private static final int[][] ONE_KIND = oneKind();
  private static final int[] GRADIENT = {Sum.GRADIENT_SQUARED.ordinal()};
  private static final int[] WITH_METRIC = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.GRADIENT_SQUARED_METRIC.ordinal()
  };

  private VectorDoubleNorms() {}

  /** Returns {@link #addSquares}, to be called through a handle. */
  static Apart squaresApart() {
    return Apart.of(MethodHandles.lookup(), "addSquares", long.class, Sum.class);
  }

  private static int[][] oneKind() {
    int[][] kinds = new int[HostSums.KINDS][];
    for (int kind = 0; kind < kinds.length; kind++) {
      kinds[kind] = new int[] {kind};
    }
    return kinds;
  }

  static boolean addSquares(Block block, long address, Sum kind) {
    squares(block, address, 1);
    return VectorDoubleLanes.settle(block, ONE_KIND[kind.ordinal()]);
  }

  static boolean addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    long second = block.second;
    double rootScale = Memory.toDouble(metric.rootScale());
    double epsilon = Memory.toDouble(metric.epsilon());
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector sum = zero;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector p = VectorDoubleMetric.weights(load(second, i), rootScale, epsilon);
      DoubleVector x = load(address, i).mul(p);
      sum = x.fma(x, sum);
    }
    zero.add(sum).intoArray(room, 0);
    block.zeroIfEither(0, address, second);
    return VectorDoubleLanes.settle(block, ONE_KIND[kind.ordinal()]);
  }

  /** Sums in the metric too, if there is a second moment. */
  static boolean squaredNorm(Block block, double scale, MetricFactors metric) {
    if (block.second != 0) {
      return inMetric(block, scale, metric);
    }
    squares(block, block.gradient, scale);
    return VectorDoubleLanes.settle(block, GRADIENT);
  }

  private static boolean inMetric(Block block, double scale, MetricFactors metric) {
    long gradient = block.gradient;
    long second = block.second;
    double s = Memory.toDouble(scale);
    double rootScale = Memory.toDouble(metric.rootScale());
    double epsilon = Memory.toDouble(metric.epsilon());
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector sum = zero;
    DoubleVector metricSum = zero;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector g = load(gradient, i).mul(s);
      DoubleVector x = g.mul(VectorDoubleMetric.weights(load(second, i), rootScale, epsilon));
      sum = g.fma(g, sum);
      metricSum = x.fma(x, metricSum);
    }
    zero.add(sum).intoArray(room, 0);
    zero.add(metricSum).intoArray(room, Block.LANES);
    block.zeroIf(0, gradient);
    block.zeroIfEither(1, gradient, second);
    return VectorDoubleLanes.settle(block, WITH_METRIC);
  }

  /** Leaves {@code Σ (scale·x)²} in slot 0; four sums at a time hide the latency of an addition. */
  private static void squares(Block block, long address, double scale) {
    double s = Memory.toDouble(scale);
    int length = block.length;
    int end = length & -(4 * LANES);
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector a = zero;
    DoubleVector b = zero;
    DoubleVector c = zero;
    DoubleVector d = zero;
    int i = 0;
    for (; i < end; i += 4 * LANES) {
      DoubleVector x = load(address, i).mul(s);
      DoubleVector y = load(address, i + LANES).mul(s);
      DoubleVector z = load(address, i + 2 * LANES).mul(s);
      DoubleVector w = load(address, i + 3 * LANES).mul(s);
      a = x.fma(x, a);
      b = y.fma(y, b);
      c = z.fma(z, c);
      d = w.fma(w, d);
    }
    for (; i < length; i += LANES) {
      DoubleVector x = load(address, i).mul(s);
      a = x.fma(x, a);
    }
    zero.add(a).add(b).add(zero.add(c).add(d)).intoArray(room, 0);
    block.zeroIf(0, address);
  }
}
