package io.github.gns4j.kernels.host;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of doubles in memory, and what becomes of the lanes that a block was summed in; the
 * counterpart of {@link VectorFloatLanes}. A sum in double is refused only if it is not finite, so
 * that non-finite elements are counted.
 */
final class VectorDoubleLanes {
  static final VectorSpecies<Double> SPECIES = species();
  static final int LANES = SPECIES.length();

  /** See {@link VectorFloatLanes#MOST_COLUMNS}. */
  static final int MOST_COLUMNS = Block.LONG;

  private static final VectorSpecies<Long> BITS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());

  private VectorDoubleLanes() {}

  /** Returns how many elements are summed before the sums are settled, whatever the length. */
  static int longestSummed(@SuppressWarnings("unused") long length) {
    return Block.LONG;
  }

  private static VectorSpecies<Double> species() {
    VectorSpecies<Double> preferred = DoubleVector.SPECIES_PREFERRED;
    return preferred.length() > Block.LANES / 2 ? DoubleVector.SPECIES_512 : preferred;
  }

  /** Returns the elements from {@code index} on of what starts at {@code address}. */
  static DoubleVector load(long address, int index) {
    long at = Memory.element(address, index, Double.BYTES);
    return DoubleVector.fromMemorySegment(SPECIES, Memory.ALL, at, ByteOrder.nativeOrder());
  }

  /** Sets the elements from {@code index} on of what starts at {@code address}. */
  static void store(DoubleVector value, long address, int index) {
    long at = Memory.element(address, index, Double.BYTES);
    value.intoMemorySegment(Memory.ALL, at, ByteOrder.nativeOrder());
  }

  static DoubleVector zero() {
    return DoubleVector.zero(SPECIES);
  }

  static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  /** See {@link VectorFloatLanes#largest}. */
  static LongVector largest() {
    return LongVector.broadcast(BITS, Long.MAX_VALUE);
  }

  /**
   * Returns room for the sums of a block: that of slot {@code n} starts at {@code n·LANES} of
   * {@link Block}.
   */
  static double[] room(Block block) {
    return block.doubles();
  }

  /**
   * Adds the sums of a block in slots 0, 1, … to the running sums of the given kinds.
   *
   * @return false if a sum is not finite; then nothing is added
   */
  static boolean settle(Block block, int[] kinds) {
    if (!areFinite(block, kinds.length)) {
      return false;
    }
    for (int slot = 0; slot < kinds.length; slot++) {
      addTo(kinds[slot], block, slot);
    }
    return true;
  }

  /** See {@link VectorFloatLanes#settleInRange}; every sum that is finite is in range. */
  static boolean settleInRange(Block block, int[] kinds) {
    return settle(block, kinds);
  }

  /** Adds the lanes of a slot to the running sum of {@code kind}. */
  static void addTo(int kind, Block block, int slot) {
    widen(block, slot, block.lanes(), kind * Block.LANES, block.beginLanes(kind));
  }

  /** In double there is no range to leave but the finite. */
  static boolean areInRange(Block block, int slots) {
    return areFinite(block, slots);
  }

  /** In double there is no range to leave but the finite. */
  static boolean areTrustedAsTotals(Block block, int slots) {
    return areFinite(block, slots);
  }

  static boolean areFinite(Block block, int slots) {
    boolean finite = true;
    for (int slot = 0; slot < slots; slot++) {
      finite &= Double.isFinite(total(block, slot));
    }
    return finite;
  }

  static double total(Block block, int slot) {
    double total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += block.doubles()[slot * Block.LANES + lane];
    }
    return total;
  }

  /**
   * Adds the lanes of a slot to the lanes from {@code to} on.
   *
   * @param begins whether these hold anything and are to be set, all {@link Block#LANES} of them
   */
  static void widen(Block block, int slot, double[] sums, int to, boolean begins) {
    DoubleVector lanes = DoubleVector.fromArray(SPECIES, block.doubles(), slot * Block.LANES);
    if (begins) {
      lanes.intoArray(sums, to);
    } else {
      lanes.add(DoubleVector.fromArray(SPECIES, sums, to)).intoArray(sums, to);
    }
    for (int lane = LANES; begins && lane < Block.LANES; lane++) {
      sums[to + lane] = 0;
    }
  }

  /** Adds {@code Σ a·b} to the running sums from {@code to} on. */
  static void dot(long a, long b, int length, double[] sums, int to) {
    DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, to);
    for (int i = 0; i < length; i += LANES) {
      sum = sum.add(load(a, i).mul(load(b, i)));
    }
    zero().add(sum).intoArray(sums, to);
  }
}
