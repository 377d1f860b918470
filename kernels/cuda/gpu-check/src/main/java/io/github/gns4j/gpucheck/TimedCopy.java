package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The driver's copy within the device, the measure of bandwidth.
 *
 * @param stream that the copies go to
 */
record TimedCopy(CUstream stream) implements Timed {
  @Override
  public String name() {
    return "COPY";
  }

  @Override
  public long bytes(long elements) {
    return 2L * ElementType.FLOAT32.bytes() * elements;
  }

  @Override
  public Runnable prepare(Work work) {
    FlatArray source = work.numbers(ElementType.FLOAT32, work.elements());
    FlatArray target = work.zeros(ElementType.FLOAT32, work.elements());
    CUdeviceptr from = new CUdeviceptr().withByteOffset(source.address());
    CUdeviceptr to = new CUdeviceptr().withByteOffset(target.address());
    return () ->
        PrimaryContext.check(
            JCudaDriver.cuMemcpyDtoDAsync(to, from, source.byteSize(), stream),
            "cuMemcpyDtoDAsync");
  }
}
