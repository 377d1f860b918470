package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;

/** The pass of {@code average}. */
final class AveragePass extends ChunkPass {
  private final BlockLoops loops;
  private final long average;
  private final long value;
  private final double weight;

  AveragePass(Chunks chunks, BlockLoops loops, FlatArray average, FlatArray value, double weight) {
    super(chunks, null, Chunks.SIZE);
    this.loops = loops;
    this.average = average.address();
    this.value = value.address();
    this.weight = weight;
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
