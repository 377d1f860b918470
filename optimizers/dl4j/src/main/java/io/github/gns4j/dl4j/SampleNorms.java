package io.github.gns4j.dl4j;

import java.util.BitSet;

/**
 * Watches backward passes of one network and knows the norms of the gradients of its single
 * samples, which DL4J only ever sums: see {@link io.github.gns4j.dl4j.taps.GradientTaps}.
 */
public interface SampleNorms {
  /** Returns over which segments of {@link NetworkLayout} the norms are; at least one. */
  BitSet segments();

  /** Begins to watch; what was seen before is forgotten. */
  void begin();

  /** Stops watching and leaves the network as it was. Without effect if nothing is watched. */
  void end();

  /** Returns the number of samples seen since {@link #begin}, 0 if there was no backward pass. */
  int samples();

  /**
   * Returns {@code Σ|g_i|²} over these samples; {@code g_i} is the gradient of the sample's own
   * loss, without L1, L2 and weight decay.
   */
  double sumOfSquares();
}
