package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * A device and its primary context, the one that other libraries of the process use too, so that
 * memory can be shared with them. Released by {@link #close}.
 */
final class Device implements AutoCloseable {
  /** The kernels are compiled for compute capability 7.5 (Turing) and up. */
  private static final int OLDEST_CAPABILITY = 75;

  private static final int NAME_BYTES = 256;

  /** A context made current on this thread until it is closed. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  private final CUdevice handle;
  private final CUcontext context;
  private final String description;

  private Device(CUdevice handle, CUcontext context, String description) {
    this.handle = handle;
    this.context = context;
    this.description = description;
  }

  static Device open(int ordinal) throws BackendUnavailableException {
    int[] count = new int[1];
    Driver.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    if (count[0] == 0) {
      throw new BackendUnavailableException("the CUDA driver found no device");
    }
    if (ordinal >= count[0]) {
      throw new BackendUnavailableException(
          "there is no CUDA device " + ordinal + ", the last is " + (count[0] - 1));
    }
    CUdevice handle = new CUdevice();
    Driver.check(JCudaDriver.cuDeviceGet(handle, ordinal), "cuDeviceGet " + ordinal);
    int major = attribute(handle, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(handle, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    String name = name(handle);
    if (10 * major + minor < OLDEST_CAPABILITY) {
      throw new BackendUnavailableException(
          name + " has compute capability " + major + "." + minor + ", 7.5 or newer is needed");
    }
    CUcontext context = new CUcontext();
    Driver.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, handle),
        "cuDevicePrimaryCtxRetain of device " + ordinal);
    return new Device(
        handle, context, name + " (CUDA device " + ordinal + ", sm_" + major + minor + ")");
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    Driver.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute " + attribute);
    return value[0];
  }

  private static String name(CUdevice device) {
    byte[] bytes = new byte[NAME_BYTES];
    Driver.check(JCudaDriver.cuDeviceGetName(bytes, NAME_BYTES, device), "cuDeviceGetName");
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Makes the context current on this thread; closing restores what was current before. */
  Scope enter() {
    Driver.check(JCudaDriver.cuCtxPushCurrent(context), "cuCtxPushCurrent");
    return () -> Driver.check(JCudaDriver.cuCtxPopCurrent(new CUcontext()), "cuCtxPopCurrent");
  }

  String description() {
    return description;
  }

  @Override
  public void close() {
    Driver.check(JCudaDriver.cuDevicePrimaryCtxRelease(handle), "cuDevicePrimaryCtxRelease");
  }
}
