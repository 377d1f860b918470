package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;

/** The first pass of a LAMB step: the moments, and the norms that the trust ratios are made of. */
final class LambPass extends StepPass {
  private final AdamFactors factors = new AdamFactors();
  private final Second second = new Second();

  /** Takes arrays, settings, and the factor of the gradient array. */
  void set(BlockLoops loops, StepArrays arrays, AdamHyper hyper, double coefficient) {
    set(loops, arrays, coefficient, hyper.decay());
    factors.set(hyper);
  }

  @Override
  boolean stepsApart() {
    return false;
  }

  @Override
  void step(Block block, int segment) {
    loops().lambMomentsWithSums(block, factors);
  }

  /** Returns the second pass, which takes the step with the trust ratio of each segment. */
  ChunkPass second(HostSums ratios) {
    second.begin(ratios.chunks(), null);
    second.takeAtATime(Chunks.SIZE);
    second.keep(ratios, null, null, null);
    second.ratios = ratios;
    return second;
  }

  /** Goes over the arrays of the first pass, which must not have ended. */
  private final class Second extends ChunkPass {
    private HostSums ratios;

    @Override
    void gradient(Block block, long at, int segment) {
      locate(block, at);
      loops().lambStep(block, factors, ratios.get(Sum.TRUST_RATIO, segment));
    }

    @Override
    void statistics(Block block, long at) {
      // The first pass has subtracted the changes.
    }
  }
}
