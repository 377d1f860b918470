package io.github.gns4j.kernels.cuda;

/**
 * Scratch memory of the device for one pass at a time: the partial sums between the stages of a
 * reduction. It grows to the largest need and stays.
 */
final class Workspace {
  private final Memory memory;
  private Cleanup current = new Cleanup();
  private long address;
  private long size;

  Workspace(Memory memory) {
    this.memory = memory;
    memory.register(this, current);
  }

  /** Returns the address of {@code doubles} doubles; valid until the pass is enqueued. */
  long reserve(long doubles) {
    long bytes = Math.multiplyExact(doubles, Double.BYTES);
    if (bytes > size) {
      size = 0;
      current.run();
      address = memory.allocate(current, bytes, "partial sums");
      size = bytes;
    }
    return address;
  }
}
