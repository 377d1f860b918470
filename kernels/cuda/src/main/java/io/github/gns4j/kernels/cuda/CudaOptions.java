package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Arguments;
import jcuda.driver.CUstream;

/**
 * Where a {@link CudaBackend} works.
 *
 * @param device ordinal of the device, from 0
 * @param stream stream of the device's primary context that all work goes to, owned by the caller
 *     and kept open as long as the backend; null for a stream of the backend's own. Work of other
 *     streams on the same arrays must be ordered against it by the caller
 */
public record CudaOptions(int device, CUstream stream) {
  /** System property with the ordinal of the device that {@link #defaults} names. */
  public static final String DEVICE_PROPERTY = "gns4j.cuda.device";

  /** Checks the ordinal. */
  public CudaOptions {
    Arguments.atLeast("device", device, 0);
  }

  /**
   * Returns the device that {@code -Dgns4j.cuda.device} names, 0 without it, and a stream of the
   * backend's own.
   *
   * @throws IllegalArgumentException if the property is not a number of at least 0
   */
  public static CudaOptions defaults() {
    String text = System.getProperty(DEVICE_PROPERTY, "0");
    try {
      return new CudaOptions(Integer.parseInt(text), null);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          DEVICE_PROPERTY + " is " + text + ", allowed: the ordinal of a device, from 0", e);
    }
  }
}
