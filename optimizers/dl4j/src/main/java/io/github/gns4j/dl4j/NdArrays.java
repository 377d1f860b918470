package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ND4J arrays as flat arrays of the kernels, without a copy where their memory allows it.
 *
 * <p>The flat order is row-major (ND4J's {@code 'c'}). An array whose elements lie side by side in
 * that order is <em>contiguous</em> and is viewed in place; any other (transposed, strided,
 * column-major) is copied in and out by {@link NdLoan}.
 *
 * <p>Memory: a view does not keep the ND4J array alive, and memory of a workspace is reused without
 * notice. Hold the array while the view is in use and make views anew for each use; {@link
 * #parameters} refuses arrays of a workspace, because an optimizer keeps parameters.
 */
public final class NdArrays {
  private NdArrays() {}

  /**
   * Returns a view of a contiguous array that shares its memory.
   *
   * @param name of the argument, for messages
   * @throws IllegalArgumentException if the type is not FLOAT, DOUBLE, FLOAT16 or BFLOAT16, or if
   *     the elements do not lie side by side
   */
  public static HostArray view(String name, INDArray array) {
    ElementType type = elementType(name, array);
    if (!isContiguous(array)) {
      throw new IllegalArgumentException(
          name
              + " has shape "
              + Arrays.toString(array.shape())
              + " and strides "
              + Arrays.toString(array.stride())
              + ", allowed: elements side by side in row-major order (NdLoan copies others)");
    }
    return map(type, array);
  }

  /**
   * Returns a view that an optimizer may keep: as {@link #view}, of FLOAT or DOUBLE, and not in a
   * workspace.
   */
  public static HostArray parameters(String name, INDArray array) {
    ElementType type = elementType(name, array);
    if (!type.isStateType()) {
      throw new IllegalArgumentException(
          name + " has type " + array.dataType() + ", allowed: FLOAT and DOUBLE");
    }
    if (array.isAttached()) {
      throw new IllegalArgumentException(
          name + " lives in a workspace, whose memory is reused; allowed: detached arrays");
    }
    return view(name, array);
  }

  /** Returns whether the elements lie side by side in row-major order. */
  public static boolean isContiguous(INDArray array) {
    long expected = 1;
    for (int dimension = array.rank() - 1; dimension >= 0; dimension--) {
      long size = array.size(dimension);
      if (size != 1 && array.stride(dimension) != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }

  /**
   * Returns the type of the elements.
   *
   * @throws IllegalArgumentException if it is none of the kernels' types
   */
  public static ElementType elementType(String name, INDArray array) {
    Objects.requireNonNull(array, name);
    return elementType(name, array.dataType());
  }

  static ElementType elementType(String name, DataType type) {
    return switch (type) {
      case FLOAT -> ElementType.FLOAT32;
      case DOUBLE -> ElementType.FLOAT64;
      case HALF -> ElementType.FLOAT16;
      case BFLOAT16 -> ElementType.BFLOAT16;
      default ->
          throw new IllegalArgumentException(
              name + " has type " + type + ", allowed: FLOAT, DOUBLE, FLOAT16 and BFLOAT16");
    };
  }

  /** Requires {@code array} to have {@code length} elements. */
  static void requireLength(String name, INDArray array, long length) {
    if (array.length() != length) {
      throw new IllegalArgumentException(
          name + " has " + array.length() + " elements, allowed: " + length);
    }
  }

  /** The address of a view's buffer is that of its base, hence the offset. */
  private static HostArray map(ElementType type, INDArray array) {
    if (array.isEmpty()) {
      return HostArray.allocate(type, 0);
    }
    long address = array.data().address() + array.offset() * type.bytes();
    MemorySegment memory = MemorySegment.ofAddress(address);
    return HostArray.wrap(type, memory.reinterpret(array.length() * type.bytes()));
  }
}
