package io.github.gns4j.kernels;

/** The memory that a flat array lives in. */
public enum Placement {
  /** Memory of the host, reachable through a {@link java.lang.foreign.MemorySegment}. */
  HOST,
  /** Memory of a CUDA device. */
  CUDA
}
