package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Preconditioner;

/** The pass that adds a micro-batch to the running mean. */
final class AccumulatePass extends ChunkPass {
  private final BlockLoops loops;
  private final GradientSource gradient;
  private final long meanAddress;
  private final Metric metric;
  private final Accumulation how;

  AccumulatePass(Chunks chunks, HostSums sums, BlockLoops loops, Arrays arrays, Accumulation how) {
    super(chunks, sums, new GradientSource(loops, arrays.gradient()).blockSize(sums != null));
    this.loops = loops;
    this.how = how;
    gradient = new GradientSource(loops, arrays.gradient());
    meanAddress = arrays.mean().address();
    metric = Metric.of(arrays.metric(), loops.type());
  }

  /** The arrays of the pass; the metric may be null. */
  record Arrays(FlatArray mean, FlatArray gradient, Preconditioner metric) {}

  @Override
  void gradient(Block block, long at, int segment) {
    locate(block, at);
    block.second = metric.block(at);
    if (how.previous() == 0) {
      loops.scale(block.gradient, block.parameters, how.scale(), block.length);
      if (reduces()) {
        block.gradient = block.parameters;
        loops.squaredNorm(block, 1, metric.factors());
      }
    } else if (reduces()) {
      loops.accumulateWithSums(block, how.scale(), how.weight(), metric.factors());
    } else {
      loops.accumulate(block, how.scale(), how.weight());
    }
  }

  @Override
  void statistics(Block block, long at) {
    locate(block, at);
    if (how.previous() == 0) {
      loops.scale(block.gradient, block.parameters, 1, block.length);
    } else {
      loops.accumulate(block, 1, how.weight());
    }
  }

  private void locate(Block block, long at) {
    block.parameters = meanAddress + at * loops.type().bytes();
    block.gradient = gradient.block(block, at);
  }
}
