/**
 * Optimizer trajectories of the reference files, replayed on the kernels of any backend: extend
 * {@link io.github.gns4j.testkit.golden.GoldenTrajectoryContract}.
 */
package io.github.gns4j.testkit.golden;
