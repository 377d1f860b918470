package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;

/**
 * A gradient array as the loops want it: blocks in the type of the state, converted into scratch
 * where the array has another type. Set anew for every pass.
 */
final class GradientSource {
  private BlockLoops loops;
  private ElementType type;
  private long address;
  private long length;

  /** Takes an array. */
  void set(BlockLoops loopsOfState, FlatArray gradient) {
    loops = loopsOfState;
    type = gradient.type();
    address = gradient.address();
    length = gradient.length();
  }

  boolean converts() {
    return type != loops.type();
  }

  /** Returns how many elements may be asked for at a time, by loops with sums or without. */
  int blockSize(boolean withSums) {
    return converts() ? Block.SIZE : withSums ? loops.longestSummed(length) : Chunks.SIZE;
  }

  /** Returns the address of the block that starts at element {@code at}. */
  long block(Block block, long at) {
    return block(block, at, block.prepared());
  }

  /** As {@link #block(Block, long)}, converted into {@code scratch} if need be. */
  long block(Block block, long at, long scratch) {
    long source = address + at * type.bytes();
    if (!converts()) {
      return source;
    }
    loops.widen(type, source, scratch, block.length);
    return scratch;
  }
}
