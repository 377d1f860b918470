package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;

/**
 * The rows of per-sample gradients at the columns of a block.
 *
 * @param address first column of the block in the first row
 * @param stride bytes from row to row
 * @param rows number of rows
 * @param type type of the elements
 * @param scale factor of the elements
 */
record SampleRows(long address, long stride, long rows, ElementType type, double scale) {
  long row(long index) {
    return address + index * stride;
  }

  /** Returns the rows from a later column on. */
  SampleRows from(int column) {
    return new SampleRows(address + (long) column * type.bytes(), stride, rows, type, scale);
  }
}
