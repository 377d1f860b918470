package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;

/** The rows of per-sample gradients at the columns of a block. One per thread, set anew. */
final class SampleRows {
  private long address;
  private long stride;
  private long rows;
  private ElementType type = ElementType.FLOAT32;
  private double scale;

  /**
   * Sets where the rows are.
   *
   * @param first address of the block's first column in the first row
   * @param bytes from row to row
   * @param count number of rows
   * @param ofElements type of the elements
   * @param factor of the elements
   */
  void set(long first, long bytes, long count, ElementType ofElements, double factor) {
    address = first;
    stride = bytes;
    rows = count;
    type = ofElements;
    scale = factor;
  }

  /** Moves the first column by as many columns, back if there are less than 0. */
  void move(int columns) {
    address += (long) columns * type.bytes();
  }

  /** Returns the address of a row at the first column. */
  long row(long index) {
    return address + index * stride;
  }

  long rows() {
    return rows;
  }

  ElementType type() {
    return type;
  }

  double scale() {
    return scale;
  }
}
