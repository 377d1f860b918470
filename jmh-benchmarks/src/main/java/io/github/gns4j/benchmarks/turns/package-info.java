/**
 * Bodies of the benchmarks of kernels, by turns in one process: what the machine does to all
 * cancels.
 */
package io.github.gns4j.benchmarks.turns;
