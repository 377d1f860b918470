package io.github.gns4j.examples.jcuda;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.cuda.CudaArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of nd4j-cuda for kernels of GNS4J. <b>Unverified: written from ND4J's code, and never run
 * on a GPU.</b>
 *
 * <p>nd4j-cuda keeps an array on the host and on the device and notes which copy is newer; it takes
 * no note of what foreign kernels do. Hand over arrays that operations of ND4J wrote last (then the
 * device's copy is the newer one), and let ND4J's next use of a changed array be an operation, not
 * an element on the host. ND4J must use the primary context of the same device, as CUDA's runtime
 * does.
 */
final class Nd4jDeviceArrays {
  private Nd4jDeviceArrays() {}

  /**
   * Describes an array's memory on the device, after waiting for the operations on it. The array
   * must be kept as long as the description is used.
   *
   * @throws IllegalArgumentException if the array is not dense in C order, of another type, or not
   *     on a device
   */
  static CudaArray wrap(INDArray array) {
    ElementType type = type(array);
    if (array.ordering() != 'c' || !Shape.hasDefaultStridesForShape(array)) {
      throw new IllegalArgumentException(
          "array has order " + array.ordering() + " or strides, allowed: dense in order c");
    }
    ExecutionerType backend = Nd4j.getExecutioner().type();
    if (backend != ExecutionerType.CUDA) {
      throw new IllegalArgumentException(
          "array is one of the backend " + backend + ", allowed: " + ExecutionerType.CUDA);
    }
    Nd4j.getExecutioner().commit();
    long address = array.data().platformAddress() + array.offset() * type.bytes();
    return CudaArray.wrap(type, address, array.length());
  }

  private static ElementType type(INDArray array) {
    return switch (array.dataType()) {
      case FLOAT -> ElementType.FLOAT32;
      case DOUBLE -> ElementType.FLOAT64;
      case HALF -> ElementType.FLOAT16;
      case BFLOAT16 -> ElementType.BFLOAT16;
      default ->
          throw new IllegalArgumentException(
              "array is " + array.dataType() + ", allowed: FLOAT, DOUBLE, HALF, BFLOAT16");
    };
  }
}
