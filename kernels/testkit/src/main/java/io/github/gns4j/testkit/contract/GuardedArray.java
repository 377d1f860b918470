package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An array in the memory of a backend, between two zones that no kernel may touch. */
final class GuardedArray {
  /** Elements of a guard zone: more than any vector, so that a stray one lands in it. */
  private static final int GUARD = 64;

  private static final byte PATTERN = 0x5A;

  private final Kernels kernels;
  private final ElementType type;
  private final int before;
  private final int length;
  private final FlatArray whole;

  GuardedArray(Kernels kernels, ElementType type, double[] values, int shift) {
    this.kernels = kernels;
    this.type = type;
    this.before = GUARD + shift;
    this.length = values.length;
    HostArray host = HostArray.allocate(type, (long) before + length + GUARD);
    host.segment().fill(PATTERN);
    for (int i = 0; i < length; i++) {
      host.set(before + i, values[i]);
    }
    this.whole = kernels.allocate(type, host.length());
    kernels.copy(host, whole);
  }

  /** Returns what kernels are given. */
  FlatArray view() {
    return whole.slice(before, length);
  }

  /** Returns the contents. */
  double[] values() {
    HostArray host = download();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = host.get(before + i);
    }
    return values;
  }

  /** Returns the contents bit by bit. */
  byte[] bytes() {
    long size = (long) length * type.bytes();
    return download()
        .segment()
        .asSlice((long) before * type.bytes(), size)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  void checkGuards(String name) {
    MemorySegment memory = download().segment();
    long begin = (long) before * type.bytes();
    long end = begin + (long) length * type.bytes();
    for (long at = 0; at < memory.byteSize(); at++) {
      boolean inside = at >= begin && at < end;
      if (!inside && memory.get(ValueLayout.JAVA_BYTE, at) != PATTERN) {
        long element = Math.floorDiv(at - begin, type.bytes());
        throw new AssertionError(name + "[" + element + "] is outside of the array and changed");
      }
    }
  }

  private HostArray download() {
    HostArray host = HostArray.allocate(type, whole.length());
    kernels.copy(whole, host);
    return host;
  }
}
