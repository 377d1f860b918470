package io.github.gns4j.kernels.cuda;

/**
 * A call of the CUDA driver failed; the message names the call, its sizes and the driver's error.
 */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  CudaException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** Returns the driver's error code, such as 2 for {@code CUDA_ERROR_OUT_OF_MEMORY}. */
  public int code() {
    return code;
  }
}
