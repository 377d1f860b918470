package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.cuda.CudaOptions;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The primary context of the device that is checked, current on this thread until it is closed. */
final class PrimaryContext implements AutoCloseable {
  private final CUdevice device = new CUdevice();

  private PrimaryContext() {
    check(JCudaDriver.cuDeviceGet(device, CudaOptions.defaults().device()), "cuDeviceGet");
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    check(JCudaDriver.cuCtxPushCurrent(context), "cuCtxPushCurrent");
  }

  /** Enters the context; the driver must be initialised. */
  static PrimaryContext open() {
    return new PrimaryContext();
  }

  /** Throws if the status of a call is not success. */
  static void check(int status, String call) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw new IllegalStateException(call + ": " + CUresult.stringFor(status));
    }
  }

  int attribute(int attribute) {
    int[] value = new int[1];
    check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  long cacheBytes() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
  }

  /** Returns the free bytes of the device's memory, and all of them. */
  long[] freeBytes() {
    long[] free = new long[1];
    long[] total = new long[1];
    check(JCudaDriver.cuMemGetInfo(free, total), "cuMemGetInfo");
    return new long[] {free[0], total[0]};
  }

  @Override
  public void close() {
    check(JCudaDriver.cuCtxPopCurrent(new CUcontext()), "cuCtxPopCurrent");
    check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
  }
}
