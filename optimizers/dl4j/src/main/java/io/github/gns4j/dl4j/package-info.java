/**
 * Noise-aware optimizers for ND4J, Deeplearning4j and SameDiff: views of their arrays go in,
 * decisions come out. No arithmetic of its own: sums, estimates and steps are those of the kernels
 * and of the optimizers' core.
 */
package io.github.gns4j.dl4j;
