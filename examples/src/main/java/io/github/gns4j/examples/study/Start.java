package io.github.gns4j.examples.study;

import io.github.gns4j.kernels.Arguments;

/**
 * Where a trial starts.
 *
 * @param rate learning rate, or base rate; above 0
 * @param batch size of the batch, or of the first; at least 1
 */
record Start(double rate, int batch) {
  Start {
    Arguments.positive("rate", rate);
    Arguments.atLeast("batch", batch, 1);
  }
}
