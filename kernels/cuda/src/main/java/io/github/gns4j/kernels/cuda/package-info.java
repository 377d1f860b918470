/**
 * The kernel contract on NVIDIA GPUs: CUDA C++ kernels, committed as PTX, launched through JCuda's
 * binding of the driver.
 *
 * <p>Found by {@link java.util.ServiceLoader} when the artifact is on the class path; needs the
 * driver (CUDA 12.0 or newer) and nothing else of NVIDIA's. Programs that own device memory or
 * streams start at {@link io.github.gns4j.kernels.cuda.CudaBackend#open} and {@link
 * io.github.gns4j.kernels.cuda.CudaArray#wrap}.
 */
package io.github.gns4j.kernels.cuda;
