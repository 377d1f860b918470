package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;

/** The pass of {@code dot}. */
final class DotPass extends ChunkPass {
  private BlockLoops loops;
  private long left;
  private long right;

  /** Takes the arrays. */
  void set(BlockLoops ofType, FlatArray a, FlatArray b) {
    loops = ofType;
    left = a.address();
    right = b.address();
    takeAtATime(Block.SIZE);
    keep(a, b, null, null);
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
