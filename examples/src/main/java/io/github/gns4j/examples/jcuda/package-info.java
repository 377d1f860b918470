/**
 * A training loop that keeps everything on the GPU, written with JCuda: {@link
 * io.github.gns4j.examples.jcuda.JCudaLoop}.
 */
package io.github.gns4j.examples.jcuda;
