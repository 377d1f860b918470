package io.github.gns4j.kernels.host;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of floats in memory, and what becomes of the lanes that a block was summed in: a sum that
 * cannot be trusted in float is refused, the others go on in double.
 */
final class VectorFloatLanes {
  static final VectorSpecies<Float> SPECIES = species();
  static final int LANES = SPECIES.length();

  /** A float lane takes up to 256 terms before it is widened: 2⁻¹⁶ is the error then. */
  private static final int TERMS = 256;

  /** Most columns of a block of eight rows: as many as {@link Block#row} has room for. */
  static final int MOST_COLUMNS = Math.min(Block.LONGEST, TERMS * LANES);

  /** Arrays of so many elements come from beyond the second-level cache. */
  private static final long FAR = 1 << 17;

  /**
   * A block's sum of squares below this may have lost terms: its terms may be below 2⁻¹²⁶, where
   * floats lose digits, and {@link Block#LONGEST} such terms are below 2⁻³⁴ of it otherwise.
   */
  private static final float LOW = 0x1p-80f;

  /** A block's sum of squares above this is near overflow, or not finite. */
  private static final float HIGH = 0x1p100f;

  private static final VectorSpecies<Integer> BITS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));
  private static final VectorSpecies<Double> WIDE =
      VectorSpecies.of(double.class, SPECIES.vectorShape());

  /** Doubles in a vector. */
  static final int WIDE_LANES = WIDE.length();

  private VectorFloatLanes() {}

  /**
   * Returns how many elements of arrays of a length are summed before the sums are settled: longer
   * blocks, which settle less often, leave the level-1 cache.
   */
  static int longestSummed(long length) {
    return Math.min(length < FAR ? Block.LONG : Block.LONGEST, TERMS * LANES);
  }

  private static VectorSpecies<Float> species() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    return preferred.length() > Block.LANES ? FloatVector.SPECIES_512 : preferred;
  }

  /** Returns the elements from {@code index} on of what starts at {@code address}. */
  static FloatVector load(long address, int index) {
    long at = Memory.element(address, index, Float.BYTES);
    return FloatVector.fromMemorySegment(SPECIES, Memory.ALL, at, ByteOrder.nativeOrder());
  }

  /** Sets the elements from {@code index} on of what starts at {@code address}. */
  static void store(FloatVector value, long address, int index) {
    long at = Memory.element(address, index, Float.BYTES);
    value.intoMemorySegment(Memory.ALL, at, ByteOrder.nativeOrder());
  }

  static FloatVector zero() {
    return FloatVector.zero(SPECIES);
  }

  /**
   * Returns a setting in every lane. Loops take their settings so, and not as floats: an operation
   * with a float counts for one and a half with a vector where the compiler counts what it inlines.
   */
  static FloatVector broadcast(double value) {
    return FloatVector.broadcast(SPECIES, Memory.toFloat(value));
  }

  /**
   * Returns where the least of the bits of floats starts: bits of floats that are not negative are
   * in the order of the floats, so that all were above 0 (or NaN without a sign) where the least
   * is.
   */
  static IntVector largest() {
    return IntVector.broadcast(BITS, Integer.MAX_VALUE);
  }

  /**
   * Returns room for the sums of a block: that of slot {@code n} starts at {@code n·LANES} of
   * {@link Block}. Behind a loop a sum is put there by {@code zero.add(sum).intoArray}, {@code
   * zero} from before the loop: the compiler may inline no method of ours any more, and would keep
   * the sum as an object for it, in every turn of the loop. Zero is added since −0 is not in the
   * order of bits, and since the class of a receiver is asked for, which has an object, too, where
   * two have been seen.
   */
  static float[] room(Block block) {
    return block.floats();
  }

  /**
   * Adds the sums of a block in slots 0, 1, … to the running sums of the given kinds.
   *
   * @return false if a sum cannot be trusted in float; then nothing is added
   */
  static boolean settle(Block block, int[] kinds) {
    if (!areTrusted(block, kinds.length)) {
      return false;
    }
    add(block, kinds);
    return true;
  }

  /** As {@link #settle}, but false also for sums that are 0: asks nothing about their arrays. */
  static boolean settleInRange(Block block, int[] kinds) {
    if (!areInRange(block, kinds.length)) {
      return false;
    }
    add(block, kinds);
    return true;
  }

  private static void add(Block block, int[] kinds) {
    for (int slot = 0; slot < kinds.length; slot++) {
      addTo(kinds[slot], block, slot);
    }
  }

  /** Adds the lanes of a slot to the running sum of {@code kind}. */
  static void addTo(int kind, Block block, int slot) {
    widen(block, slot, block.lanes(), kind * Block.LANES, block.beginLanes(kind));
  }

  private static boolean areTrusted(Block block, int slots) {
    return areInRange(block, slots) || areTrustedAsTotals(block, slots);
  }

  /**
   * Returns whether every lane of slots 0 to {@code slots − 1} is well inside the float range. Bits
   * of floats that are not negative are in their order, those of NaN beyond them or negative.
   */
  static boolean areInRange(Block block, int slots) {
    boolean inRange = true;
    for (int slot = 0; slot < slots; slot++) {
      FloatVector lanes = FloatVector.fromArray(SPECIES, block.floats(), slot * Block.LANES);
      VectorMask<Float> high = lanes.compare(VectorOperators.LE, HIGH);
      inRange &= lanes.compare(VectorOperators.GE, LOW).and(high).allTrue();
    }
    return inRange;
  }

  /** Returns whether every sum is inside the float range, or 0 because its elements are. */
  static boolean areTrustedAsTotals(Block block, int slots) {
    for (int slot = 0; slot < slots; slot++) {
      double total = total(block, slot);
      boolean inRange = total >= LOW && total <= HIGH;
      if (!inRange && !(total == 0 && isZeroForCertain(block, slot))) {
        return false;
      }
    }
    return true;
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
      total += block.floats()[slot * Block.LANES + lane];
    }
    return total;
  }

  private static boolean isZeroForCertain(Block block, int slot) {
    return block.isZeroFor(slot, address -> isZero(block, address));
  }

  /**
   * Returns whether all elements are 0. First moments count as 0 below the range in which floats
   * have all their digits: those of weights that nothing moves fade to the least of floats, and
   * stay there for good, since nine tenths of it are rounded up.
   */
  private static boolean isZero(Block block, long address) {
    float least = address == block.first ? Float.MIN_NORMAL : Float.MIN_VALUE;
    for (int i = 0; i < block.length; i += LANES) {
      FloatVector size = load(address, i).abs();
      if (!size.compare(VectorOperators.LT, least).allTrue()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the lanes of a slot to the double lanes from {@code to} on.
   *
   * @param begins whether these hold anything and are to be set, all {@link Block#LANES} of them
   */
  static void widen(Block block, int slot, double[] sums, int to, boolean begins) {
    float[] lanes = block.floats();
    int from = slot * Block.LANES;
    int half = HALF.length();
    for (int lane = 0; lane < LANES; lane += half) {
      DoubleVector wide =
          (DoubleVector)
              FloatVector.fromArray(HALF, lanes, from + lane)
                  .convertShape(VectorOperators.F2D, WIDE, 0);
      if (begins) {
        wide.intoArray(sums, to + lane);
      } else {
        wide.add(DoubleVector.fromArray(WIDE, sums, to + lane)).intoArray(sums, to + lane);
      }
    }
    for (int lane = LANES; begins && lane < Block.LANES; lane++) {
      sums[to + lane] = 0;
    }
  }

  /** Adds {@code Σ a·b} to the running sums from {@code to} on; products and sums in double. */
  static void dot(long a, long b, int length, double[] sums, int to) {
    int half = HALF.length();
    DoubleVector even = DoubleVector.zero(WIDE);
    DoubleVector odd = DoubleVector.zero(WIDE);
    for (int i = 0; i < length; i += LANES) {
      even = wide(a, i).mul(wide(b, i)).add(even);
      odd = wide(a, i + half).mul(wide(b, i + half)).add(odd);
    }
    DoubleVector.fromArray(WIDE, sums, to).add(even).intoArray(sums, to);
    DoubleVector.fromArray(WIDE, sums, to + half).add(odd).intoArray(sums, to + half);
  }

  static DoubleVector wideZero() {
    return DoubleVector.zero(WIDE);
  }

  /** Returns the sum of the doubles that one vector left in {@link Block#doubles}. */
  static double wideTotal(Block block) {
    double total = 0;
    for (int lane = 0; lane < WIDE_LANES; lane++) {
      total += block.doubles()[lane];
    }
    return total;
  }

  /** Returns as many floats as doubles fit a vector. */
  static DoubleVector wide(long address, int index) {
    long at = Memory.element(address, index, Float.BYTES);
    return (DoubleVector)
        FloatVector.fromMemorySegment(HALF, Memory.ALL, at, ByteOrder.nativeOrder())
            .convertShape(VectorOperators.F2D, WIDE, 0);
  }
}
