package io.github.gns4j.kernels.host;

/** Loops over the columns of a block of per-sample gradients. */
interface SampleLoop {
  /** Gets ready for the first rows. */
  void begin();

  /**
   * Takes a few rows.
   *
   * @param count of rows
   * @param seen rows up to and including these
   */
  void reduce(int count, long seen);

  /**
   * Ends, after the last rows.
   *
   * @return whether all is finite
   */
  boolean end();
}
