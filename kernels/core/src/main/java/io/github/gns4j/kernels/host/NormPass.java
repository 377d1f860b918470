package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Preconditioner;

/** The pass of {@code squaredNorm}. */
final class NormPass extends ChunkPass {
  private final BlockLoops loops;
  private final GradientSource gradient;
  private final double scale;
  private final Metric metric;

  NormPass(
      HostSums sums, BlockLoops loops, FlatArray gradient, double scale, Preconditioner metric) {
    super(sums.chunks(), sums, new GradientSource(loops, gradient).blockSize(true));
    this.loops = loops;
    this.gradient = new GradientSource(loops, gradient);
    this.scale = scale;
    this.metric = Metric.of(metric, loops.type());
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
