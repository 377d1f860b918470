package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Preconditioner;

/** The pass of {@code squaredNorm}. */
final class NormPass extends ChunkPass {
  private final GradientSource gradient = new GradientSource();
  private final Metric metric = new Metric();
  private BlockLoops loops;
  private double scale;

  /** Takes the gradient, its factor and the metric, null for none. */
  void set(BlockLoops ofType, FlatArray array, double factor, Preconditioner inMetric) {
    loops = ofType;
    gradient.set(ofType, array);
    scale = factor;
    metric.set(inMetric, ofType.type());
    takeAtATime(gradient.blockSize(true));
    keep(array, inMetric, null, null);
  }

  @Override
  void gradient(Block block, long at, int segment) {
    block.gradient = gradient.block(block, at);
    block.second = metric.block(at);
    loops.squaredNorm(block, scale, metric.factors());
  }

  @Override
  void statistics(Block block, long at) {
    // Changes of running statistics are not part of a norm.
  }
}
