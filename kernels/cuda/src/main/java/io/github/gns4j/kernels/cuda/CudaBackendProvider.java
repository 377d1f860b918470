package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.KernelBackendProvider;
import io.github.gns4j.kernels.Placement;

/** Offers the CUDA backend to {@link io.github.gns4j.kernels.Kernels#select()}. */
public final class CudaBackendProvider implements KernelBackendProvider {
  /** Above every backend of the host: who adds this artifact wants the GPU. */
  private static final int PRIORITY = 1000;

  @Override
  public String name() {
    return CudaBackend.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Placement placement() {
    return Placement.CUDA;
  }

  /** A driver that fails here, for want of memory say, is as good as none. */
  @Override
  public KernelBackend open() throws BackendUnavailableException {
    try {
      return CudaBackend.open(CudaOptions.defaults());
    } catch (CudaException e) {
      throw new BackendUnavailableException(e.getMessage(), e);
    }
  }
}
