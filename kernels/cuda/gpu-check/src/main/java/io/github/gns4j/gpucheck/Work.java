package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.CudaArray;
import java.util.ArrayList;
import java.util.List;

/** Arrays of one size for one piece of timed work, and the bytes that the work moves. */
final class Work implements AutoCloseable {
  /** Elements of the pattern that arrays are filled with, copy after copy. */
  private static final int PATTERN = 1 << 16;

  private final Kernels kernels;
  private final long elements;
  private final List<CudaArray> arrays = new ArrayList<>();

  /**
   * @param elements of the gradient
   */
  Work(Kernels kernels, long elements) {
    this.kernels = kernels;
    this.elements = elements;
  }

  Kernels kernels() {
    return kernels;
  }

  long elements() {
    return elements;
  }

  /** Returns an array of zeros. */
  FlatArray zeros(ElementType type, long length) {
    CudaArray array = (CudaArray) kernels.allocate(type, length);
    arrays.add(array);
    return array;
  }

  /** Returns an array of numbers between -1/8 and 1/8. */
  FlatArray numbers(ElementType type, long length) {
    CudaArray array = (CudaArray) zeros(type, length);
    HostArray host = HostArray.allocate(type, Math.min(PATTERN, length));
    for (long i = 0; i < host.length(); i++) {
      host.set(i, (i * 37 % 129 - 64) / 512.0);
    }
    for (long at = 0; at < length; at += host.length()) {
      long count = Math.min(host.length(), length - at);
      kernels.copy(host.slice(0, count), array.slice(at, count));
    }
    return array;
  }

  @Override
  public void close() {
    arrays.forEach(CudaArray::close);
  }
}
