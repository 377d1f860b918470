package io.github.gns4j.kernels.host;

/** A few rows of per-sample gradients at the columns of a block. One per thread, set anew. */
final class RowGroup {
  /** Most rows of a group. */
  static final int MOST = 8;

  /** Addresses of the rows at the block's first column. */
  final long[] row = new long[MOST];

  /** Addresses of the reference and of what is left of the mean, there. */
  long mean;

  long residual;

  /** Address of the weights in the metric there, 0 for none. */
  long weights;

  /** Rows of the group. */
  int count;

  /** Rows up to and including these. */
  long seen;
}
