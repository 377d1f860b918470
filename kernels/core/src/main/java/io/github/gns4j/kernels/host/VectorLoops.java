package io.github.gns4j.kernels.host;

/** The way from the provider to the classes that need {@code jdk.incubator.vector}. */
final class VectorLoops {
  private VectorLoops() {}

  /** Returns the size of the vectors of the machine. */
  static int bits() {
    return VectorFloatLanes.SPECIES.vectorBitSize();
  }

  static HostBackend backend(String name, Workers workers) {
    return new HostBackend(
        new HostBackend.Identity(name, "Vector API, " + bits() + " bits", new VectorProductLoops()),
        new VectorFloatLoops(),
        new VectorDoubleLoops(),
        workers);
  }
}
