/**
 * Checks and times the CUDA kernels on a machine with a GPU: {@link
 * io.github.gns4j.gpucheck.GpuCheck}. Packed with a Java runtime by the script {@code pack}, as
 * such machines seldom have one.
 */
package io.github.gns4j.gpucheck;
