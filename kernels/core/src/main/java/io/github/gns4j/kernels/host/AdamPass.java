package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.StepArrays;

/** The pass of an Adam step. */
final class AdamPass extends StepPass {
  private final AdamFactors factors;

  AdamPass(Chunks chunks, HostSums sums, BlockLoops loops, StepArrays arrays, Settings settings) {
    super(chunks, sums, loops, arrays, settings.preparation());
    factors = settings.factors();
  }

  /** The settings of a step and what happens to its gradient. */
  record Settings(AdamFactors factors, Preparation preparation) {
    static Settings of(AdamHyper hyper, double coefficient) {
      Preparation preparation = Preparation.of(coefficient, hyper.decay());
      return new Settings(AdamFactors.of(hyper), preparation);
    }
  }

  @Override
  void step(Block block, int segment) {
    if (reduces()) {
      loops.adamWithSums(block, factors);
    } else {
      loops.adam(block, factors);
    }
    decayUpdate(block, factors.rate() * factors.decay());
  }
}
