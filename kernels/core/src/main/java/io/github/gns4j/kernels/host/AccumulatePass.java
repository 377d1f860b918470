package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Preconditioner;

/** The pass that adds a micro-batch to the running mean. */
final class AccumulatePass extends ChunkPass {
  private final GradientSource gradient = new GradientSource();
  private final Metric metric = new Metric();
  private BlockLoops loops;
  private long meanAddress;
  private boolean starts;
  private double scale;
  private double weight;

  /** Takes the arrays, and the metric, null for none. */
  void set(BlockLoops ofType, FlatArray mean, FlatArray array, Preconditioner inMetric) {
    loops = ofType;
    gradient.set(ofType, array);
    meanAddress = mean.address();
    metric.set(inMetric, ofType.type());
    takeAtATime(gradient.blockSize(reduces()));
    keep(mean, array, inMetric, null);
  }

  /** Takes the scalars. */
  void set(Accumulation how) {
    starts = how.previous() == 0;
    scale = how.scale();
    weight = how.weight();
  }

  @Override
  void gradient(Block block, long at, int segment) {
    locate(block, at);
    block.second = metric.block(at);
    if (starts) {
      loops.scale(block.gradient, block.parameters, scale, block.length);
      if (reduces()) {
        block.gradient = block.parameters;
        loops.squaredNorm(block, 1, metric.factors());
      }
    } else if (reduces()) {
      loops.accumulateWithSums(block, scale, weight, metric.factors());
    } else {
      loops.accumulate(block, scale, weight);
    }
  }

  @Override
  void statistics(Block block, long at) {
    locate(block, at);
    if (starts) {
      loops.scale(block.gradient, block.parameters, 1, block.length);
    } else {
      loops.accumulate(block, 1, weight);
    }
  }

  private void locate(Block block, long at) {
    block.parameters = meanAddress + at * loops.type().bytes();
    block.gradient = gradient.block(block, at);
  }
}
