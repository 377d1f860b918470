package io.github.gns4j.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Memory of the device and pinned memory of the host. Whatever is allocated belongs to an owner and
 * is freed with it (see {@link Resources}). When memory runs out, what the garbage collector finds
 * is freed and the allocation tried once more. The context must be current.
 */
final class Memory {
  private final CUstream stream;
  private final Resources resources = new Resources();

  Memory(CUstream stream) {
    this.stream = stream;
  }

  /** Allocates zeros on the device; {@code what} says for whom, in case there is no memory. */
  long allocate(Cleanup owner, long bytes, String what) {
    long size = Math.max(bytes, 1);
    CUdeviceptr pointer = new CUdeviceptr();
    attempt(
        () -> JCudaDriver.cuMemAlloc(pointer, size),
        "cuMemAlloc of " + size + " bytes for " + what);
    owner.add(() -> free(pointer, size));
    Driver.check(
        JCudaDriver.cuMemsetD8Async(pointer, (byte) 0, size, stream),
        "cuMemsetD8Async of " + size + " bytes for " + what);
    return Addresses.of(pointer);
  }

  /** A pass that still uses the memory ends before it is freed. */
  private void free(CUdeviceptr pointer, long size) {
    try {
      synchronize();
    } finally {
      Driver.check(JCudaDriver.cuMemFree(pointer), "cuMemFree of " + size + " bytes");
    }
  }

  /** Allocates zeros in pinned memory of the host, which the device copies to by itself. */
  ByteBuffer allocatePinned(Cleanup owner, long bytes, String what) {
    long size = Math.max(bytes, 1);
    Pointer pointer = new Pointer();
    attempt(
        () -> JCudaDriver.cuMemAllocHost(pointer, size),
        "cuMemAllocHost of " + size + " bytes for " + what);
    owner.add(
        () -> {
          try {
            synchronize();
          } finally {
            Driver.check(JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost of " + size + " bytes");
          }
        });
    ByteBuffer buffer = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    for (int i = 0; i < size; i++) {
      buffer.put(i, (byte) 0);
    }
    return buffer;
  }

  private void attempt(IntSupplier allocation, String call) {
    resources.reclaim();
    int status = allocation.getAsInt();
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      resources.collect();
      status = allocation.getAsInt();
    }
    Driver.check(status, call);
  }

  /** Frees {@code cleanup} when {@code owner} is unreachable, or with the backend. */
  void register(Object owner, Cleanup cleanup) {
    resources.register(owner, cleanup);
  }

  /** Copies host memory to the device and waits. */
  void upload(ByteBuffer source, long target) {
    int bytes = source.remaining();
    Driver.check(
        JCudaDriver.cuMemcpyHtoDAsync(Addresses.device(target), Pointer.to(source), bytes, stream),
        "cuMemcpyHtoDAsync of " + bytes + " bytes");
    synchronize();
  }

  void synchronize() {
    Driver.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  void close() {
    resources.close();
  }
}
