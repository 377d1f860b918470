package io.github.gns4j.gradient;

import io.github.gns4j.kernels.Arguments;

/**
 * One of the parts a batch is computed in.
 *
 * @param index from 0
 * @param count number of micro-batches of the batch
 * @param samples number of samples in this one, at least 1
 */
public record MicroBatch(int index, int count, int samples) {
  /** Checks the ranges. */
  public MicroBatch {
    Arguments.atLeast("count", count, 1);
    Arguments.range("micro-batch", index, 1, count);
    Arguments.atLeast("samples", samples, 1);
  }
}
