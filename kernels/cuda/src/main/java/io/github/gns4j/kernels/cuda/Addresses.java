package io.github.gns4j.kernels.cuda;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Conversions between JCuda's pointer objects and plain addresses. */
final class Addresses {
  private Addresses() {}

  /** Returns the pointer to an address of the device. */
  static CUdeviceptr device(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }

  /** Returns the pointer to native memory of the host. */
  static Pointer host(long address) {
    return new Pointer() {}.withByteOffset(address);
  }

  /** Returns the address that a device pointer of the driver or runtime binding holds. */
  static long of(Pointer pointer) {
    return new Peek(pointer).address();
  }

  /** JCuda shows the address to subclasses only. */
  private static final class Peek extends Pointer {
    Peek(Pointer pointer) {
      super(pointer);
    }

    long address() {
      return getNativePointer() + getByteOffset();
    }
  }
}
