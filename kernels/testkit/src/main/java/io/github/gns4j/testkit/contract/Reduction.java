package io.github.gns4j.testkit.contract;

/** Whether a pass reduces. */
enum Reduction {
  SUMS,
  NOTHING
}
