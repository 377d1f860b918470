package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.cuda.Signature.Kind;
import io.github.gns4j.kernels.cuda.Signature.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * One launch: arguments in order, each compared with what the PTX declares, then {@link #run}. The
 * driver copies the arguments, so the buffer can be used again at once. Confined to a thread.
 */
final class Launch {
  /** Threads of every block, {@code kThreads} in the sources. */
  static final int THREADS = 256;

  /** Greatest {@code gridDim.x}; kernels stride over what is left. */
  private static final long GREATEST_GRID = Integer.MAX_VALUE;

  private final Module.Kernel kernel;
  private final ByteBuffer buffer;
  private int next;

  /**
   * Begins a launch.
   *
   * @param buffer direct memory for the arguments
   */
  Launch(Module.Kernel kernel, ByteBuffer buffer) {
    this.kernel = kernel;
    this.buffer = buffer;
  }

  /** Returns memory for the arguments of any kernel. */
  static ByteBuffer newBuffer() {
    int limitOfCuda = 4096;
    return ByteBuffer.allocateDirect(limitOfCuda).order(ByteOrder.nativeOrder());
  }

  /** Adds a pointer or a 64-bit integer. */
  Launch int64(long value) {
    buffer.putLong(place(Kind.U64, Long.BYTES), value);
    return this;
  }

  Launch int32(int value) {
    buffer.putInt(place(Kind.U32, Integer.BYTES), value);
    return this;
  }

  Launch flag(boolean value) {
    return int32(value ? 1 : 0);
  }

  Launch float64(double value) {
    buffer.putDouble(place(Kind.F64, Double.BYTES), value);
    return this;
  }

  /** Adds a struct of doubles. */
  Launch struct(double... values) {
    int offset = place(Kind.BYTES, values.length * Double.BYTES);
    for (double value : values) {
      buffer.putDouble(offset, value);
      offset += Double.BYTES;
    }
    return this;
  }

  /** Adds a struct of 32-bit integers. */
  Launch structOfInt32(int... values) {
    int offset = place(Kind.BYTES, values.length * Integer.BYTES);
    for (int value : values) {
      buffer.putInt(offset, value);
      offset += Integer.BYTES;
    }
    return this;
  }

  private int place(Kind kind, int bytes) {
    Signature signature = kernel.signature();
    if (next == signature.parameters().size()) {
      throw new IllegalStateException(signature.kernel() + " has only " + next + " parameters");
    }
    Parameter parameter = signature.parameters().get(next);
    if (parameter.kind() != kind || parameter.bytes() != bytes) {
      throw new IllegalStateException(
          "argument "
              + next
              + " of "
              + signature.kernel()
              + " is "
              + kind
              + " of "
              + bytes
              + " bytes, the PTX has "
              + parameter.kind()
              + " of "
              + parameter.bytes());
    }
    next++;
    return parameter.offset();
  }

  /**
   * Launches on {@code stream}; nothing if {@code blocks} is 0.
   *
   * @param blocks blocks in x; more than the device takes are strided over by the kernel
   * @param rows blocks in y
   */
  void run(long blocks, int rows, CUstream stream) {
    Signature signature = kernel.signature();
    if (next != signature.parameters().size()) {
      throw new IllegalStateException(
          signature.kernel()
              + " got "
              + next
              + " arguments, the PTX has "
              + signature.parameters().size());
    }
    if (blocks == 0 || rows == 0) {
      return;
    }
    int grid = (int) Math.min(blocks, GREATEST_GRID);
    Driver.check(
        JCudaDriver.cuLaunchKernel(
            kernel.function(), grid, rows, 1, THREADS, 1, 1, 0, stream, null, extra(signature)),
        "launch of " + signature.kernel() + " on " + grid + " × " + rows + " blocks");
  }

  private Pointer extra(Signature signature) {
    return Pointer.to(
        JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
        Pointer.to(buffer),
        JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
        Pointer.to(new long[] {signature.bytes()}),
        JCudaDriver.CU_LAUNCH_PARAM_END);
  }
}
