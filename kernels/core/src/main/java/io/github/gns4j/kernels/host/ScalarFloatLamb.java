package io.github.gns4j.kernels.host;

/** LAMB over a block: Adam's direction with decay, {@code u = r + λw}. */
final class ScalarFloatLamb {
  private ScalarFloatLamb() {}

  /**
   * Forms all sums but that of the parameters after the moments have moved; the parameters have
   * not.
   */
  static void sums(Block block, AdamFactors factors) {
    ScalarFloatAdam.sums(block, factors, block.gradient, factors.decay());
  }

  /** {@code w ← w − η·ratio·u}, or the subtrahend into the output. */
  static void step(Block block, AdamFactors factors, double ratio) {
    long parameters = block.parameters;
    long output = block.output;
    float rate = Memory.toFloat(factors.rate() * ratio);
    float correction = Memory.toFloat(factors.correction());
    float decay = Memory.toFloat(factors.decay());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float w = Memory.getFloat(parameters + at);
      float update = rate * (correction * ScalarFloatAdam.weighted(block, factors, at) + decay * w);
      if (output == 0) {
        Memory.setFloat(parameters + at, w - update);
      } else {
        Memory.setFloat(output + at, update);
      }
    }
  }
}
