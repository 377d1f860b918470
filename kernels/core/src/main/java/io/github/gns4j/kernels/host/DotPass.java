package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;

/** The pass of {@code dot}. */
final class DotPass extends ChunkPass {
  private final BlockLoops loops;
  private final long left;
  private final long right;

  DotPass(HostSums sums, BlockLoops loops, FlatArray a, FlatArray b) {
    super(sums.chunks(), sums, Block.SIZE);
    this.loops = loops;
    left = a.address();
    right = b.address();
  }

  @Override
  void gradient(Block block, long at, int segment) {
    block.parameters = left + at * loops.type().bytes();
    block.gradient = right + at * loops.type().bytes();
    loops.dot(block);
  }

  @Override
  void statistics(Block block, long at) {
    // Changes of running statistics are not part of a sum.
  }
}
