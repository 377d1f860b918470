package io.github.gns4j.noise;

/** What an estimate of the noise was made from. */
public enum EstimateKind {
  /** Gradients of single samples. */
  PER_SAMPLE,
  /** Mean gradients of micro-batches or of data-parallel workers. */
  MICRO_BATCH,
  /**
   * One gradient a step, compared with the optimizer's running mean. Biased upward in {@code tr Σ}
   * by the drift of the gradient over the window of that mean.
   */
  TEMPORAL
}
