package io.github.gns4j.kernels.host;

/** LAMB over a block: Adam's direction with decay, {@code u = r + λw}. */
final class ScalarDoubleLamb {
  private ScalarDoubleLamb() {}

  /**
   * Forms all sums but that of the parameters after the moments have moved; the parameters have
   * not.
   */
  static void sums(Block block, AdamFactors factors) {
    ScalarDoubleAdam.sums(block, factors, block.gradient, factors.decay());
  }

  /** {@code w ← w − η·ratio·u}, or the subtrahend into the output. */
  static void step(Block block, AdamFactors factors, double ratio) {
    long parameters = block.parameters;
    long output = block.output;
    double rate = Memory.toDouble(factors.rate() * ratio);
    double correction = Memory.toDouble(factors.correction());
    double decay = Memory.toDouble(factors.decay());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double w = Memory.getDouble(parameters + at);
      double update =
          rate * (correction * ScalarDoubleAdam.weighted(block, factors, at) + decay * w);
      if (output == 0) {
        Memory.setDouble(parameters + at, w - update);
      } else {
        Memory.setDouble(output + at, update);
      }
    }
  }
}
