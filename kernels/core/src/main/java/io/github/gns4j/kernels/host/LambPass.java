package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.StepArrays;

/** The first pass of a LAMB step: the moments, and the norms that the trust ratios are made of. */
final class LambPass extends StepPass {
  private final AdamFactors factors;

  LambPass(
      Chunks chunks,
      HostSums sums,
      BlockLoops loops,
      StepArrays arrays,
      AdamPass.Settings settings) {
    super(chunks, sums, loops, arrays, settings.preparation());
    factors = settings.factors();
  }

  @Override
  void step(Block block, int segment) {
    loops.lambMomentsWithSums(block, factors);
  }

  /** Returns the second pass, which takes the step with the trust ratio of each segment. */
  ChunkPass second(Chunks chunks, double[] ratios) {
    return new ChunkPass(chunks, null, Chunks.SIZE) {
      @Override
      void gradient(Block block, long at, int segment) {
        locate(block, at);
        loops.lambStep(block, factors, ratios[segment]);
      }

      @Override
      void statistics(Block block, long at) {
        // The first pass has subtracted the changes.
      }
    };
  }
}
