/**
 * The kernel contract: the few passes over flat arrays from which every noise-aware optimizer is
 * made, and the sums that each pass leaves behind.
 *
 * <p>{@link io.github.gns4j.kernels.Kernels} is the only entry: it checks its arguments once and
 * hands them to a {@link io.github.gns4j.kernels.KernelBackend}. Arrays are flat ({@link
 * io.github.gns4j.kernels.FlatArray}), their layers are described by {@link
 * io.github.gns4j.kernels.Segments}, and what a pass reduces lands in {@link
 * io.github.gns4j.kernels.Sums}: one double per segment and {@link io.github.gns4j.kernels.Sum}.
 *
 * <p>Every reduction runs over fixed chunks whose double partial sums are combined in a fixed
 * order, so that results have the same bits on any number of threads.
 */
package io.github.gns4j.kernels;
