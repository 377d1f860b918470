package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** Sums over a block of whole vectors; false if they cannot be trusted in float. */
final class VectorFloatNorms {
  private static final int[][] ONE_KIND = oneKind();
  private static final int[] GRADIENT = {Sum.GRADIENT_SQUARED.ordinal()};
  private static final int[] WITH_METRIC = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.GRADIENT_SQUARED_METRIC.ordinal()
  };

  private VectorFloatNorms() {}

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
    return VectorFloatLanes.settle(block, ONE_KIND[kind.ordinal()]);
  }

  static boolean addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    long second = block.second;
    float rootScale = Memory.toFloat(metric.rootScale());
    float epsilon = Memory.toFloat(metric.epsilon());
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector sum = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector p = VectorFloatMetric.weights(load(second, i), rootScale, epsilon);
      FloatVector x = load(address, i).mul(p);
      sum = x.fma(x, sum);
    }
    zero.add(sum).intoArray(room, 0);
    block.zeroIfEither(0, address, second);
    return VectorFloatLanes.settle(block, ONE_KIND[kind.ordinal()]);
  }

  /** Sums in the metric too, if there is a second moment. */
  static boolean squaredNorm(Block block, double scale, MetricFactors metric) {
    if (block.second != 0) {
      return inMetric(block, scale, metric);
    }
    squares(block, block.gradient, scale);
    return VectorFloatLanes.settle(block, GRADIENT);
  }

  private static boolean inMetric(Block block, double scale, MetricFactors metric) {
    long gradient = block.gradient;
    long second = block.second;
    float s = Memory.toFloat(scale);
    float rootScale = Memory.toFloat(metric.rootScale());
    float epsilon = Memory.toFloat(metric.epsilon());
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector sum = zero;
    FloatVector metricSum = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i).mul(s);
      FloatVector x = g.mul(VectorFloatMetric.weights(load(second, i), rootScale, epsilon));
      sum = g.fma(g, sum);
      metricSum = x.fma(x, metricSum);
    }
    zero.add(sum).intoArray(room, 0);
    zero.add(metricSum).intoArray(room, Block.LANES);
    block.zeroIf(0, gradient);
    block.zeroIfEither(1, gradient, second);
    return VectorFloatLanes.settle(block, WITH_METRIC);
  }

  /** Leaves {@code Σ (scale·x)²} in slot 0; four sums at a time hide the latency of an addition. */
  private static void squares(Block block, long address, double scale) {
    float s = Memory.toFloat(scale);
    int length = block.length;
    int end = length & -(4 * LANES);
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector a = zero;
    FloatVector b = zero;
    FloatVector c = zero;
    FloatVector d = zero;
    int i = 0;
    for (; i < end; i += 4 * LANES) {
      FloatVector x = load(address, i).mul(s);
      FloatVector y = load(address, i + LANES).mul(s);
      FloatVector z = load(address, i + 2 * LANES).mul(s);
      FloatVector w = load(address, i + 3 * LANES).mul(s);
      a = x.fma(x, a);
      b = y.fma(y, b);
      c = z.fma(z, c);
      d = w.fma(w, d);
    }
    for (; i < length; i += LANES) {
      FloatVector x = load(address, i).mul(s);
      a = x.fma(x, a);
    }
    zero.add(a).add(b).add(zero.add(c).add(d)).intoArray(room, 0);
    block.zeroIf(0, address);
  }
}
