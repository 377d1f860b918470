package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.util.Arrays;

/** Sums on the host: one row of {@link #KINDS} doubles for each segment, and one for each chunk. */
final class HostSums implements Sums {
  /** Numbers in a row, one for each {@link Sum} by its ordinal. */
  static final int KINDS = Sum.values().length;

  private final Chunks chunks;
  private final double[] values;
  private final double[] partials;

  HostSums(Segments segments) {
    chunks = new Chunks(segments);
    values = new double[segments.count() * KINDS];
    partials = new double[Math.multiplyExact(chunks.count(), KINDS)];
  }

  @Override
  public Segments segments() {
    return chunks.segments();
  }

  @Override
  public double get(Sum sum, int segment) {
    if (segment < 0 || segment >= segments().count()) {
      throw new IllegalArgumentException(
          "segment is " + segment + ", allowed: [0, " + segments().count() + ")");
    }
    return values[segment * KINDS + sum.ordinal()];
  }

  void set(Sum sum, int segment, double value) {
    values[segment * KINDS + sum.ordinal()] = value;
  }

  void copy(Sum from, Sum to) {
    for (int i = 0; i < segments().count(); i++) {
      set(to, i, get(from, i));
    }
  }

  /** Clears all sums and takes the count of non-finite elements from {@code other}. */
  void takeNonFinite(Sums other) {
    boolean alike = other.segments().equals(segments());
    double[] counts = new double[segments().count()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = alike ? other.get(Sum.NON_FINITE, i) : i == 0 ? other.nonFinite() : 0;
    }
    clear();
    for (int i = 0; i < counts.length; i++) {
      set(Sum.NON_FINITE, i, counts[i]);
    }
  }

  void clear() {
    Arrays.fill(values, 0);
  }

  Chunks chunks() {
    return chunks;
  }

  /** Returns the rows of the chunks, each written by the thread that ran the chunk. */
  double[] partials() {
    return partials;
  }

  /** Adds the rows of the chunks to those of their segments, in the order of the chunks. */
  void combine() {
    clear();
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      int row = chunks.owner(chunk) * KINDS;
      for (int kind = 0; kind < KINDS; kind++) {
        values[row + kind] += partials[chunk * KINDS + kind];
      }
    }
  }

  @Override
  public String toString() {
    return "HostSums[" + segments().count() + " segments]";
  }
}
