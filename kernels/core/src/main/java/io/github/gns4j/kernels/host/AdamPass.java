package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.StepArrays;

/** The pass of an Adam step. */
final class AdamPass extends StepPass {
  private final AdamFactors factors = new AdamFactors();

  /** Takes arrays, settings, and the factor of the gradient array. */
  void set(BlockLoops loops, StepArrays arrays, AdamHyper hyper, double coefficient) {
    set(loops, arrays, coefficient, hyper.decay());
    factors.set(hyper);
  }

  @Override
  boolean stepsApart() {
    return loops().areApart();
  }

  @Override
  void step(Block block, int segment) {
    if (reduces()) {
      loops().adamWithSums(block, factors);
    } else {
      loops().adam(block, factors);
    }
    decayUpdate(block, factors.rate() * factors.decay());
  }
}
