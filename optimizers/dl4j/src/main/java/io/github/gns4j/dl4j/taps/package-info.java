/**
 * Norms of the gradients of single samples inside Deeplearning4j, without changing the model: while
 * a backward pass runs, the activation functions and loss functions of the layers are wrapped, and
 * the wrappers see what the layers compute. Products of matrices are left to the kernels; what
 * little arithmetic is here serves layers without any.
 */
package io.github.gns4j.dl4j.taps;
