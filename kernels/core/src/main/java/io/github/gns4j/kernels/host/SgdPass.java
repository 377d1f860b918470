package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;

/** The pass of an SGD step. */
final class SgdPass extends StepPass {
  private final SgdFactors factors;
  private final boolean clearsBuffer;

  SgdPass(Chunks chunks, HostSums sums, BlockLoops loops, StepArrays arrays, Settings settings) {
    super(chunks, sums, loops, arrays, settings.preparation());
    factors = SgdFactors.of(settings.hyper());
    clearsBuffer = settings.hyper().start() && factors.direction() != SgdFactors.Direction.GRADIENT;
  }

  /** The settings of a step and what happens to its gradient. */
  record Settings(SgdHyper hyper, Preparation preparation) {
    static Settings of(SgdHyper hyper, double coefficient) {
      return new Settings(hyper, Preparation.of(coefficient, hyper.decay()));
    }
  }

  @Override
  void step(Block block, int segment) {
    if (clearsBuffer) {
      Memory.zero(block.first, (long) block.length * loops.type().bytes());
    }
    if (reduces()) {
      loops.sgdWithSums(block, factors);
    } else {
      loops.sgd(block, factors);
    }
    decayUpdate(block, factors.shrink());
  }
}
