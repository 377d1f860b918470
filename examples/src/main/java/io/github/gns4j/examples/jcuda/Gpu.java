package io.github.gns4j.examples.jcuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * What a JCuda program has anyway: a context, a stream, memory. The primary context, so that memory
 * can be shared with GNS4J; current on the thread that opened it until it is closed.
 */
final class Gpu implements AutoCloseable {
  private final CUdevice device = new CUdevice();
  private final CUstream stream = new CUstream();
  private final List<CUdeviceptr> allocated = new ArrayList<>();

  /**
   * Opens a device.
   *
   * @param ordinal from 0; the driver must be initialised, as opening a backend does
   */
  Gpu(int ordinal) {
    check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet " + ordinal);
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    check(JCudaDriver.cuCtxPushCurrent(context), "cuCtxPushCurrent");
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
  }

  static void check(int status, String call) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw new IllegalStateException(call + " failed: " + CUresult.stringFor(status));
    }
  }

  CUstream stream() {
    return stream;
  }

  /** Allocates memory that is freed with this. */
  CUdeviceptr allocate(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(JCudaDriver.cuMemAlloc(pointer, bytes), "cuMemAlloc of " + bytes + " bytes");
    allocated.add(pointer);
    return pointer;
  }

  /** Copies numbers into memory of their size, which is freed with this. */
  CUdeviceptr upload(float[] numbers) {
    long bytes = (long) numbers.length * Sizeof.FLOAT;
    CUdeviceptr pointer = allocate(bytes);
    check(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(numbers), bytes), "cuMemcpyHtoD");
    return pointer;
  }

  /** Waits for the work on the stream, then fills {@code numbers} from the device. */
  void download(CUdeviceptr source, double[] numbers) {
    waitFor();
    long bytes = (long) numbers.length * Sizeof.DOUBLE;
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(numbers), source, bytes), "cuMemcpyDtoH");
  }

  /** As the other for numbers of single precision. */
  void download(CUdeviceptr source, float[] numbers) {
    waitFor();
    long bytes = (long) numbers.length * Sizeof.FLOAT;
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(numbers), source, bytes), "cuMemcpyDtoH");
  }

  private void waitFor() {
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  @Override
  public void close() {
    waitFor();
    allocated.forEach(pointer -> check(JCudaDriver.cuMemFree(pointer), "cuMemFree"));
    check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy");
    check(JCudaDriver.cuCtxPopCurrent(new CUcontext()), "cuCtxPopCurrent");
    check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
  }
}
