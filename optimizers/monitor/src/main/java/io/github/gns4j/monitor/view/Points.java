package io.github.gns4j.monitor.view;

import io.github.gns4j.kernels.Arguments;

/**
 * A table of points over a run of any length in bounded memory. Each point stands for {@code
 * stride} steps; when the table is full neighbours are merged and the stride doubles, so that the
 * whole run is always there at an even resolution. Missing values are NaN. Not for several threads.
 */
public final class Points {
  private static final Column[] COLUMNS = Column.values();

  private final int capacity;
  private final double[][] values;
  private final int[] steps;
  private int size;
  private int stride = 1;

  /** An empty table of at most {@code capacity} points, an even number of at least 2. */
  public Points(int capacity) {
    Arguments.atLeast("capacity", capacity, 2);
    if (capacity % 2 != 0) {
      throw new IllegalArgumentException("capacity is " + capacity + ", allowed: an even number");
    }
    this.capacity = capacity;
    values = new double[COLUMNS.length][capacity];
    steps = new int[capacity];
  }

  /** Returns the number of points; the last one may stand for fewer steps than the others. */
  public int size() {
    return size;
  }

  /** Returns the number of steps a point stands for: a power of 2. It never shrinks. */
  public int stride() {
    return stride;
  }

  /** Returns a value, NaN if it is missing. */
  public double get(Column column, int point) {
    return values[column.ordinal()][point];
  }

  /** Returns a copy of a column. */
  public double[] column(Column column) {
    return java.util.Arrays.copyOf(values[column.ordinal()], size);
  }

  /** Adds one step, whose values are indexed by the ordinal of the column. */
  void add(double[] row) {
    if (size > 0 && steps[size - 1] < stride) {
      for (Column column : COLUMNS) {
        double[] of = values[column.ordinal()];
        of[size - 1] = column.merge(of[size - 1], steps[size - 1], row[column.ordinal()], 1);
      }
      steps[size - 1]++;
      return;
    }
    if (size == capacity) {
      halve();
    }
    for (int c = 0; c < COLUMNS.length; c++) {
      values[c][size] = row[c];
    }
    steps[size++] = 1;
  }

  private void halve() {
    for (int i = 0; i < capacity / 2; i++) {
      int first = 2 * i;
      for (Column column : COLUMNS) {
        double[] of = values[column.ordinal()];
        of[i] = column.merge(of[first], steps[first], of[first + 1], steps[first + 1]);
      }
      steps[i] = steps[first] + steps[first + 1];
    }
    size = capacity / 2;
    stride *= 2;
  }
}
