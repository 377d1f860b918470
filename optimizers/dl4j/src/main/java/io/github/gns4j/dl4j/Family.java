package io.github.gns4j.dl4j;

/**
 * Settings that blocks share with the network: those in which updaters agree that share one
 * estimate of the noise.
 *
 * @param algorithm of the steps
 * @param batchSize samples for which the base rate was chosen
 * @param scaling how the rate follows the batch
 * @param accumulation batches of a step, 1 for no accumulation
 */
record Family(UpdaterAlgorithm algorithm, int batchSize, RateScaling scaling, int accumulation) {
  /** Returns how many state arrays of the length of the gradient a block has. */
  int arrays() {
    return algorithm.moments() + (accumulates() ? 1 : 0);
  }

  boolean accumulates() {
    return accumulation > 1;
  }

  /** Returns whether the network has to be attached. */
  boolean needsAttachment() {
    return accumulates() || algorithm.needsParameters();
  }
}
