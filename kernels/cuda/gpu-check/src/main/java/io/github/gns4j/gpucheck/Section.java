package io.github.gns4j.gpucheck;

/** The parts of a check, in the order in which they run. */
enum Section {
  /** The driver exports what JCuda imports. */
  SYMBOLS,
  /** The contract of every operation, on the device. */
  CONTRACTS,
  /** The numbers of the device are those of the emulation. */
  BITS,
  /** NVIDIA's compute-sanitizer over a part of the contracts. */
  SANITIZER,
  /** Time and bandwidth of every kernel. */
  TIMINGS,
  /** PyTorch's fused AdamW beside ours. */
  TORCH
}
