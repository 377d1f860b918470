package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * What a thread works on: the addresses of a block's elements in the arrays of a pass, scratch
 * memory that stays in its level-1 cache, and the running sums of the chunk. One per thread,
 * reused.
 */
final class Block {
  /** Elements per block. In FLOAT32 one array of it is 4 KB. */
  static final int SIZE = 1024;

  /**
   * Elements of a block that needs no scratch but {@link #before}: twice as many, since what a
   * block costs besides its elements is then half as much. Four such arrays and the scratch are 40
   * KB in FLOAT32.
   */
  static final int LONG = 2 * SIZE;

  /** As {@link #LONG}, in FLOAT32, for arrays that come from beyond the caches anyway. */
  static final int LONGEST = 4 * SIZE;

  /**
   * Running sums kept beside each other for each kind of sum: lanes of the widest vector in use.
   */
  static final int LANES = 16;

  private static final int WITNESSES = 3;
  private static final ThreadLocal<Block> OF_THREAD = ThreadLocal.withInitial(Block::new);
  private static final long AREA = (long) SIZE * Double.BYTES;
  private static final int AREAS = 7;
  private static final long CHUNK_AREA = (long) Chunks.SIZE * Double.BYTES;
  private static final long CACHE_LINE = 64;

  /** Addresses of the block in the arrays; 0 where a pass has no such array. */
  long parameters;

  long gradient;
  long first;
  long second;
  long output;
  int length;

  /** The rows that the block is of, in passes over per-sample gradients. */
  final SampleRows samples = new SampleRows();

  private final MemorySegment scratch = Arena.ofAuto().allocate(AREAS * AREA, CACHE_LINE);
  private final double[] lanes = new double[HostSums.KINDS * LANES];
  private final double[] singles = new double[HostSums.KINDS];
  private int begun;
  private final float[] floats = new float[HostSums.KINDS * LANES];
  private final double[] doubles = new double[HostSums.KINDS * LANES];
  private final long[] witnesses = new long[WITNESSES * HostSums.KINDS];
  private MemorySegment columns;
  private MemorySegment group;
  private double[] norms = {};
  private int whole;
  private int rest;

  private Block() {}

  static Block ofThread() {
    return OF_THREAD.get();
  }

  /** Returns scratch for a gradient in the type of the state. */
  long prepared() {
    return scratch.address();
  }

  /**
   * Returns scratch for two arrays of elements that the block is about to overwrite, or one of
   * {@link #LONG} elements, or of {@link #LONGEST} in FLOAT32.
   */
  long before() {
    return scratch.address() + AREA;
  }

  /**
   * Returns scratch for the weights of a block, or a row of it: at least {@link #LONGEST} doubles.
   */
  long rows() {
    return scratch.address() + 3 * AREA;
  }

  /**
   * Returns scratch for a row of a group of per-sample gradients: {@link #LONGEST} elements in
   * FLOAT32, {@link #LONG} in FLOAT64.
   */
  long row(int slot) {
    if (group == null) {
      group = Arena.ofAuto().allocate(RowGroup.MOST * 2 * AREA, CACHE_LINE);
    }
    return group.address() + 2 * AREA * slot;
  }

  /** Returns scratch for the weights of a metric at the columns of a chunk. */
  long weights() {
    return columns().address();
  }

  /** Returns scratch for what is left of the mean at the columns of a chunk. */
  long residuals() {
    return columns().address() + CHUNK_AREA;
  }

  private MemorySegment columns() {
    if (columns == null) {
      columns = Arena.ofAuto().allocate(2 * CHUNK_AREA, CACHE_LINE);
    }
    return columns;
  }

  /** Returns zeros for the norms of {@code rows} rows. */
  double[] norms(int rows) {
    if (norms.length < rows) {
      norms = new double[rows];
    }
    Arrays.fill(norms, 0, rows, 0);
    return norms;
  }

  /** Returns the running sums by lanes: {@link #LANES} of each kind, kinds by their ordinals. */
  double[] lanes() {
    return lanes;
  }

  /**
   * Begins the lanes of {@code kind}, an ordinal, if nothing was added to them in this chunk yet:
   * until then they hold anything, since clearing them costs a short segment as much as its
   * elements.
   *
   * @return whether they begin, so that the caller has to set them and not to add to them
   */
  boolean beginLanes(int kind) {
    int bit = 1 << kind;
    boolean begins = (begun & bit) == 0;
    begun |= bit;
    return begins;
  }

  /** Returns {@link #lanes}, those of {@code kind} cleared if they begin. */
  double[] lanesOf(int kind) {
    if (beginLanes(kind)) {
      Arrays.fill(lanes, kind * LANES, (kind + 1) * LANES, 0);
    }
    return lanes;
  }

  /** Returns room for the float sums of one block, laid out as {@link #lanes}. */
  float[] floats() {
    return floats;
  }

  /** As {@link #floats}, for loops over FLOAT64. */
  double[] doubles() {
    return doubles;
  }

  /** Says that the sum in a slot is 0 if all elements of {@code array} are. */
  void zeroIf(int slot, long array) {
    zeroIfBoth(slot, array, array);
  }

  /** Says that the sum in a slot is 0 if all elements of both arrays are. */
  void zeroIfBoth(int slot, long array, long other) {
    witnesses[WITNESSES * slot] = array;
    witnesses[WITNESSES * slot + 1] = other;
    witnesses[WITNESSES * slot + 2] = array;
  }

  /** Says that the sum in a slot is 0 if all elements of either array are. */
  void zeroIfEither(int slot, long array, long other) {
    zeroIf(slot, array);
    witnesses[WITNESSES * slot + 2] = other;
  }

  /** Returns whether the sum in a slot is 0 for certain, given which arrays are. */
  boolean isZeroFor(int slot, LongPredicate isZero) {
    int at = WITNESSES * slot;
    boolean first = isZero.test(witnesses[at]);
    boolean both = first && (witnesses[at + 1] == witnesses[at] || isZero.test(witnesses[at + 1]));
    boolean differs = witnesses[at + 2] != witnesses[at];
    return both || (differs && isZero.test(witnesses[at + 2]));
  }

  /** Cuts the block to whole vectors of {@code lanes} (a power of two) elements. */
  void trim(int lanes) {
    whole = length & -lanes;
    rest = length - whole;
    length = whole;
  }

  /**
   * Moves the block on to the elements that {@link #trim} has cut off, if there are any; otherwise
   * the block is as before.
   */
  boolean enterRest(int bytes) {
    if (rest == 0) {
      return false;
    }
    shift((long) whole * bytes);
    length = rest;
    return true;
  }

  /** Undoes {@link #enterRest} and {@link #trim}. */
  void leaveRest(int bytes) {
    shift(-(long) whole * bytes);
    length = whole + rest;
  }

  private void shift(long bytes) {
    parameters = shifted(parameters, bytes);
    gradient = shifted(gradient, bytes);
    first = shifted(first, bytes);
    second = shifted(second, bytes);
    output = shifted(output, bytes);
  }

  private static long shifted(long address, long bytes) {
    return address == 0 ? 0 : address + bytes;
  }

  void clearSums() {
    begun = 0;
    Arrays.fill(singles, 0);
  }

  void add(Sum kind, double value) {
    singles[kind.ordinal()] += value;
  }

  /** Multiplies the running sums of a kind. */
  void multiply(Sum kind, double factor) {
    singles[kind.ordinal()] *= factor;
    for (int lane = 0; lane < LANES; lane++) {
      lanes[kind.ordinal() * LANES + lane] *= factor;
    }
  }

  /** Returns what was added of a kind: the lanes in their order, then the rest. */
  double total(Sum kind) {
    return total(kind.ordinal());
  }

  private double total(int kind) {
    double total = 0;
    if ((begun & 1 << kind) != 0) {
      for (int lane = 0; lane < LANES; lane++) {
        total += lanes[kind * LANES + lane];
      }
    }
    return total + singles[kind];
  }

  /** Returns what was added of a kind, and clears it. */
  double take(Sum kind) {
    double total = total(kind);
    begun &= ~(1 << kind.ordinal());
    singles[kind.ordinal()] = 0;
    return total;
  }

  /** Writes the running sums to row {@code chunk} of {@code partials}. */
  void flush(double[] partials, int chunk) {
    for (int kind = 0; kind < HostSums.KINDS; kind++) {
      partials[chunk * HostSums.KINDS + kind] = total(kind);
    }
  }
}
