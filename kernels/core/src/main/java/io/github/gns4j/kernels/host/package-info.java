/**
 * The backends of the host, scalar and Vector API. {@link io.github.gns4j.kernels.host.HostBackend}
 * cuts each pass into chunks that never cross a segment, runs them on the calling thread and a
 * shared pool or the threads of OpenMP, and combines their sums in the order of the chunks. What
 * differs between the two backends are the {@code BlockLoops}: the arithmetic over a block of a few
 * hundred elements, small enough to be still in the level-1 cache when something odd in it
 * (non-finite, huge or tiny numbers) makes its sums be formed again in double.
 *
 * <p>Only the classes named {@code Vector…Loops}, {@code Vector…Lanes} and their parts use {@code
 * jdk.incubator.vector}; they are loaded when that module is present. Classes named {@code
 * …Double…} are derived from those named {@code …Float…} (see {@code DerivedSourcesTest}).
 */
package io.github.gns4j.kernels.host;
