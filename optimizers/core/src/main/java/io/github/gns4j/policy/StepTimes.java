package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last few measured times of each half octave of micro-batch size, in a fixed amount of memory:
 * about 8 kilobytes.
 */
final class StepTimes implements Stateful {
  /** A median of eight withstands three pauses. */
  static final int DEPTH = 8;

  private static final int BINS = 64;
  private static final double BINS_PER_OCTAVE = 2;

  private final double[] sizes = new double[BINS * DEPTH];
  private final double[] seconds = new double[BINS * DEPTH];
  private final int[] counts = new int[BINS];
  private final double[] stepSeconds = new double[DEPTH];
  private int steps;

  /** Room to work in. */
  private final double[] sorted = new double[DEPTH];

  private double[] keptSizes = {};
  private double[] keptSeconds = {};

  void add(double size, double time, double stepTime) {
    int bin = (int) Math.clamp(Math.rint(BINS_PER_OCTAVE * log2(size)), 0, BINS - 1);
    int slot = bin * DEPTH + counts[bin] % DEPTH;
    sizes[slot] = size;
    seconds[slot] = time;
    counts[bin] = next(counts[bin]);
    stepSeconds[steps % DEPTH] = stepTime;
    steps = next(steps);
  }

  /** Counts on without overflow, keeping the place in the ring. */
  private static int next(int count) {
    return count + 1 < 2 * DEPTH ? count + 1 : DEPTH;
  }

  void clear() {
    Arrays.fill(counts, 0);
    steps = 0;
  }

  /** Returns the ratio of the largest size seen to the smallest, 0 before any. */
  double spread() {
    double smallest = Double.POSITIVE_INFINITY;
    for (int bin = 0; bin < BINS; bin++) {
      for (int i = 0; i < inBin(bin); i++) {
        smallest = Math.min(smallest, sizes[bin * DEPTH + i]);
      }
    }
    return largest() / smallest;
  }

  /** Returns the largest size seen, 0 before any. */
  double largest() {
    double largest = 0;
    for (int bin = 0; bin < BINS; bin++) {
      for (int i = 0; i < inBin(bin); i++) {
        largest = Math.max(largest, sizes[bin * DEPTH + i]);
      }
    }
    return largest;
  }

  private int inBin(int bin) {
    return Math.min(counts[bin], DEPTH);
  }

  /** Returns the line through the times over the sizes. */
  RobustLine line(RobustFit fit) {
    int points = 0;
    for (int bin = 0; bin < BINS; bin++) {
      points += inBin(bin);
    }
    if (keptSizes.length < points) {
      keptSizes = new double[points];
      keptSeconds = new double[points];
    }
    int at = 0;
    for (int bin = 0; bin < BINS; bin++) {
      int count = inBin(bin);
      System.arraycopy(sizes, bin * DEPTH, keptSizes, at, count);
      System.arraycopy(seconds, bin * DEPTH, keptSeconds, at, count);
      at += count;
    }
    return fit.line(keptSizes, keptSeconds, points);
  }

  /** Returns the median of the seconds spent once a step. */
  double perStep() {
    int count = Math.min(steps, DEPTH);
    System.arraycopy(stepSeconds, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    return RobustLine.middle(sorted, count);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < sizes.length; i++) {
      out.writeDouble(sizes[i]);
      out.writeDouble(seconds[i]);
    }
    for (int count : counts) {
      out.writeInt(count);
    }
    for (double value : stepSeconds) {
      out.writeDouble(value);
    }
    out.writeInt(steps);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = in.readDouble();
      seconds[i] = in.readDouble();
    }
    for (int bin = 0; bin < BINS; bin++) {
      counts[bin] = in.readInt();
    }
    for (int i = 0; i < DEPTH; i++) {
      stepSeconds[i] = in.readDouble();
    }
    steps = in.readInt();
  }
}
