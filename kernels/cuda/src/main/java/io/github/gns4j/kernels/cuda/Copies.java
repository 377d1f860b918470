package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Placement;
import java.lang.foreign.MemorySegment;
import jcuda.driver.JCudaDriver;

/** Copies between host and device, complete when they return. */
final class Copies {
  private final Session session;

  Copies(Session session) {
    this.session = session;
  }

  void copy(FlatArray source, FlatArray target) {
    long bytes = source.byteSize();
    if (bytes == 0) {
      return;
    }
    boolean fromDevice = source.placement() == Placement.CUDA;
    boolean toDevice = target.placement() == Placement.CUDA;
    if (!fromDevice && !toDevice) {
      host(target).copyFrom(host(source));
      return;
    }
    Driver.check(
        fromDevice ? download(source, target, toDevice) : upload(source, target),
        "copy of " + bytes + " bytes");
    session.memory().synchronize();
  }

  private static MemorySegment host(FlatArray array) {
    return MemorySegment.ofAddress(array.address()).reinterpret(array.byteSize());
  }

  private int upload(FlatArray source, FlatArray target) {
    return JCudaDriver.cuMemcpyHtoDAsync(
        Addresses.device(target.address()),
        Addresses.host(source.address()),
        source.byteSize(),
        session.stream());
  }

  private int download(FlatArray source, FlatArray target, boolean toDevice) {
    return toDevice
        ? JCudaDriver.cuMemcpyDtoDAsync(
            Addresses.device(target.address()),
            Addresses.device(source.address()),
            source.byteSize(),
            session.stream())
        : JCudaDriver.cuMemcpyDtoHAsync(
            Addresses.host(target.address()),
            Addresses.device(source.address()),
            source.byteSize(),
            session.stream());
  }
}
