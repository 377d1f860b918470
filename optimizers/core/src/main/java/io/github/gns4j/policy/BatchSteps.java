package io.github.gns4j.policy;

/**
 * The sizes that one change can reach: limited in growth, and above one micro-batch in whole ones.
 * Rounding never goes past the aim, nor past a limit.
 *
 * @param growth largest factor of a change; one micro-batch (one sample below that) is always
 *     allowed, or a small factor would never leave the first
 * @param microBatch most samples that are computed at once
 */
record BatchSteps(double growth, int microBatch) {
  /** Returns the size nearest to {@code aim} that one change from {@code batch} can reach. */
  int towards(int batch, double aim) {
    if (aim > batch) {
      double most = Math.max(batch * growth, next(batch));
      return (int) Math.max(batch, down(Math.min(aim, most)));
    }
    double least = Math.min(batch / growth, previous(batch));
    return (int) Math.min(batch, up(Math.max(aim, least)));
  }

  private long next(int batch) {
    return batch < microBatch ? batch + 1L : (batch / microBatch + 1L) * microBatch;
  }

  private long previous(int batch) {
    return batch <= microBatch ? batch - 1L : (batch - 1L) / microBatch * microBatch;
  }

  private double down(double samples) {
    return samples < microBatch
        ? Math.floor(samples)
        : Math.floor(samples / microBatch) * microBatch;
  }

  private double up(double samples) {
    return samples <= microBatch
        ? Math.max(1, Math.ceil(samples))
        : Math.ceil(samples / microBatch) * microBatch;
  }
}
