package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;

/** The pass of {@code average}. */
final class AveragePass extends ChunkPass {
  private BlockLoops loops;
  private long average;
  private long value;
  private double weight;

  /** Takes arrays and weight. */
  void set(BlockLoops ofType, FlatArray mean, FlatArray added, double weightOfAdded) {
    loops = ofType;
    average = mean.address();
    value = added.address();
    weight = weightOfAdded;
    takeAtATime(Chunks.SIZE);
    keep(mean, added, null, null);
  }

  @Override
  void gradient(Block block, long at, int segment) {
    long bytes = loops.type().bytes();
    if (weight == 1) {
      Memory.copy(value + at * bytes, average + at * bytes, block.length * bytes);
    } else {
      loops.average(average + at * bytes, value + at * bytes, weight, block.length);
    }
  }

  @Override
  void statistics(Block block, long at) {
    gradient(block, at, 0);
  }
}
