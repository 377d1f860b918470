package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.host.HostThreads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ND4J arrays as flat arrays of the kernels, without a copy where their memory allows it.
 *
 * <p>The flat order is row-major (ND4J's {@code 'c'}). An array whose elements lie side by side in
 * that order is <em>contiguous</em> and is viewed in place; any other (transposed, strided,
 * column-major) is copied in and out by {@link NdLoan}.
 *
 * <p>Memory: {@link #view} does not keep the ND4J array alive: hold it while the view is in use, or
 * take an {@link NdLoan}. {@link #parameters} keeps the array alive as long as the view, and
 * refuses arrays of a workspace, because an optimizer keeps parameters. Memory of a workspace is
 * reused without notice: an array whose workspace was left or has begun another cycle is refused.
 */
public final class NdArrays {
  /** Whether the kernels were told of OpenMP's threads, which spin after each operation of ND4J. */
  private static volatile boolean shared;

  private NdArrays() {}

  /**
   * Returns a view of a contiguous array that shares its memory.
   *
   * @param name of the argument, for messages
   * @throws IllegalArgumentException if the type is not FLOAT, DOUBLE, FLOAT16 or BFLOAT16, or if
   *     the elements do not lie side by side
   */
  public static HostArray view(String name, INDArray array) {
    return view(name, array, null);
  }

  /** As {@link #view(String, INDArray)}, for as long as {@code arena} is open; null for ever. */
  static HostArray view(String name, INDArray array, Arena arena) {
    ElementType type = elementType(name, array);
    requireInScope(name, array);
    if (!isContiguous(array)) {
      throw new IllegalArgumentException(
          name
              + " has shape "
              + Arrays.toString(array.shape())
              + " and strides "
              + Arrays.toString(array.stride())
              + ", allowed: elements side by side in row-major order (NdLoan copies others)");
    }
    return map(type, array, arena);
  }

  /**
   * Returns a view that an optimizer may keep: as {@link #view}, of FLOAT or DOUBLE, and not in a
   * workspace. The array stays alive as long as the view; it must not be closed before.
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
    return view(name, array, Arena.ofAuto());
  }

  /**
   * Requires that the memory is still the array's: it is detached, or in a workspace that has not
   * been left. A circular workspace may be read outside of it.
   */
  private static void requireInScope(String name, INDArray array) {
    MemoryWorkspace workspace = array.isAttached() ? array.data().getParentWorkspace() : null;
    if (workspace == null || workspace.getWorkspaceType() == MemoryWorkspace.Type.CIRCULAR) {
      return;
    }
    boolean current = workspace.getGenerationId() == array.data().getGenerationId();
    if (!current || !workspace.isScopeActive()) {
      throw new IllegalArgumentException(
          name
              + " lives in workspace "
              + workspace.getId()
              + ", which has been left, so that its memory is another's; allowed: arrays of open"
              + " workspaces and detached ones (detach() copies)");
    }
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

  /** Returns whether {@code known} is a view of the memory that {@code array} has now. */
  static boolean isViewOf(HostArray known, INDArray array) {
    return known.length() == array.length() && known.address() == address(known.type(), array);
  }

  private static long address(ElementType type, INDArray array) {
    return array.data().address() + array.offset() * type.bytes();
  }

  /**
   * The address of a view's buffer is that of its base, hence the offset. The clean-up holds the
   * array until the arena is closed or, if automatic, unreachable.
   */
  @SuppressWarnings("ReachabilityFenceUsage") // it is the capture that keeps the array alive
  private static HostArray map(ElementType type, INDArray array, Arena arena) {
    if (array.isEmpty()) {
      return HostArray.allocate(type, 0);
    }
    if (!shared) {
      HostThreads.shareOpenMp();
      shared = true;
    }
    long address = address(type, array);
    long size = array.length() * type.bytes();
    MemorySegment memory = MemorySegment.ofAddress(address);
    return HostArray.wrap(
        type,
        arena == null
            ? memory.reinterpret(size)
            : memory.reinterpret(size, arena, _ -> Reference.reachabilityFence(array)));
  }
}
