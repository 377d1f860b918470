package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What a thread works on: the addresses of a block's elements in the arrays of a pass, scratch
 * memory that stays in its level-1 cache, and the running sums of the chunk. One per thread,
 * reused.
 */
final class Block {
  /**
   * Elements per block. In FLOAT32 one scratch area is 2 KB, and a lane of 8 sums 64 squares before
   * it is widened to double.
   */
  static final int SIZE = 512;

  /**
   * Running sums kept beside each other for each kind of sum: lanes of the widest vector in use.
   */
  static final int LANES = 16;

  private static final ThreadLocal<Block> OF_THREAD = ThreadLocal.withInitial(Block::new);
  private static final long AREA = (long) SIZE * Double.BYTES;
  private static final int AREAS = 6;
  private static final long CACHE_LINE = 64;

  /** Addresses of the block in the arrays; 0 where a pass has no such array. */
  long parameters;

  long gradient;
  long first;
  long second;
  long output;
  int length;

  private final MemorySegment scratch = Arena.ofAuto().allocate(AREAS * AREA, CACHE_LINE);
  private final double[] sums = new double[HostSums.KINDS * LANES];
  private final float[] floats = new float[HostSums.KINDS * LANES];

  private Block() {}

  static Block ofThread() {
    return OF_THREAD.get();
  }

  /** Returns scratch for a gradient in the type of the state. */
  long prepared() {
    return scratch.address();
  }

  /** Returns scratch for the elements that the block is about to overwrite. */
  long before() {
    return scratch.address() + AREA;
  }

  /** Returns scratch for the weights of a metric. */
  long weights() {
    return scratch.address() + 2 * AREA;
  }

  /** Returns scratch for {@code rows} rows of a block, at most 3. */
  long rows() {
    return scratch.address() + 3 * AREA;
  }

  /** Returns the running sums: {@link #LANES} of each kind, kinds by their ordinals. */
  double[] sums() {
    return sums;
  }

  /** Returns room for the float sums of one block, laid out as {@link #sums}. */
  float[] floats() {
    return floats;
  }

  void clearSums() {
    Arrays.fill(sums, 0);
  }

  void add(Sum kind, double value) {
    sums[kind.ordinal() * LANES] += value;
  }

  /** Returns the sum of the lanes of a kind, in their order. */
  double total(Sum kind) {
    double total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += sums[kind.ordinal() * LANES + lane];
    }
    return total;
  }

  /** Moves the running sums to row {@code chunk} of {@code partials}. */
  void flush(double[] partials, int chunk) {
    for (int kind = 0; kind < HostSums.KINDS; kind++) {
      double total = 0;
      for (int lane = 0; lane < LANES; lane++) {
        total += sums[kind * LANES + lane];
      }
      partials[chunk * HostSums.KINDS + kind] = total;
    }
  }
}
