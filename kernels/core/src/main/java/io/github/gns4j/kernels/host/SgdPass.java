package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;

/** The pass of an SGD step. */
final class SgdPass extends StepPass {
  private final SgdFactors factors = new SgdFactors();
  private boolean clearsBuffer;

  /** Takes arrays, settings, and the factor of the gradient array. */
  void set(BlockLoops loops, StepArrays arrays, SgdHyper hyper, double coefficient) {
    set(loops, arrays, coefficient, hyper.decay());
    factors.set(hyper);
    clearsBuffer = hyper.start() && factors.direction() != SgdFactors.Direction.GRADIENT;
  }

  @Override
  boolean stepsApart() {
    return loops().areApart();
  }

  @Override
  void step(Block block, int segment) {
    if (clearsBuffer) {
      Memory.zero(block.first, (long) block.length * loops().type().bytes());
    }
    if (reduces()) {
      loops().sgdWithSums(block, factors);
    } else {
      loops().sgd(block, factors);
    }
    decayUpdate(block, factors.shrink());
  }
}
