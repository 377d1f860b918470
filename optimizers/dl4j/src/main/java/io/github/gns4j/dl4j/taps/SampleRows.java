package io.github.gns4j.dl4j.taps;

import io.github.gns4j.dl4j.NdArrays;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays as {@code samples × positions × width} with the last index fastest: in place where they
 * lie so in memory, otherwise copied to scratch that is reused. FLOAT and DOUBLE.
 */
final class SampleRows {
  private HostArray scratch = HostArray.allocate(ElementType.FLOAT32, 0);

  /** Where the elements of an array are: sizes and strides of samples, positions and width. */
  private record Layout(long[] sizes, long[] strides) {}

  /**
   * Returns a matrix of {@code positions·samples} rows, in DL4J's order for sequences: row {@code
   * t·samples + i} is position {@code t} of sample {@code i}.
   *
   * @param factors of the rows, or null
   */
  HostArray ofMatrix(INDArray matrix, long samples, INDArray factors) {
    long positions = matrix.size(0) / samples;
    if (positions == 1 && factors == null && NdArrays.isContiguous(matrix)) {
      return NdArrays.view("rows", matrix);
    }
    long row = matrix.stride(0);
    Layout layout =
        new Layout(
            new long[] {samples, positions, matrix.size(1)},
            new long[] {row, row * samples, matrix.stride(1)});
    HostArray copy = copy(matrix, layout);
    if (factors != null) {
      for (long r = 0; r < matrix.size(0); r++) {
        long to = r % samples * positions + r / samples;
        multiply(copy, to, matrix.size(1), factors.getDouble(r));
      }
    }
    return copy;
  }

  /**
   * Returns a sequence of shape {@code samples × positions × width}.
   *
   * @param factors samples × positions, or null
   */
  HostArray ofSequence(INDArray sequence, INDArray factors) {
    if (factors == null && NdArrays.isContiguous(sequence)) {
      return NdArrays.view("sequence", sequence);
    }
    HostArray copy = copy(sequence, new Layout(sequence.shape(), sequence.stride()));
    if (factors != null) {
      long positions = sequence.size(1);
      for (long r = 0; r < sequence.size(0) * positions; r++) {
        multiply(copy, r, sequence.size(2), factors.getDouble(r / positions, r % positions));
      }
    }
    return copy;
  }

  private static void multiply(HostArray rows, long row, long width, double factor) {
    if (factor != 1) {
      for (long i = row * width; i < (row + 1) * width; i++) {
        rows.set(i, factor * rows.get(i));
      }
    }
  }

  private HostArray copy(INDArray array, Layout layout) {
    ElementType type = NdArrays.elementType("rows", array);
    HostArray target = scratch(type, array.length());
    long base = array.data().address() + array.offset() * type.bytes();
    MemorySegment source = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    long[] sizes = layout.sizes();
    long[] strides = layout.strides();
    long to = 0;
    for (long i = 0; i < sizes[0]; i++) {
      for (long t = 0; t < sizes[1]; t++, to += sizes[2]) {
        long from = i * strides[0] + t * strides[1];
        gather(source, from, strides[2], target.slice(to, sizes[2]));
      }
    }
    return target;
  }

  private static void gather(MemorySegment source, long from, long stride, HostArray row) {
    MemorySegment target = row.segment();
    if (row.type() == ElementType.FLOAT64) {
      for (long i = 0; i < row.length(); i++) {
        target.setAtIndex(
            ValueLayout.JAVA_DOUBLE,
            i,
            source.getAtIndex(ValueLayout.JAVA_DOUBLE, from + i * stride));
      }
    } else {
      for (long i = 0; i < row.length(); i++) {
        target.setAtIndex(
            ValueLayout.JAVA_FLOAT,
            i,
            source.getAtIndex(ValueLayout.JAVA_FLOAT, from + i * stride));
      }
    }
  }

  private HostArray scratch(ElementType type, long length) {
    if (scratch.type() != type || scratch.length() < length) {
      scratch = HostArray.allocate(type, length);
    }
    return scratch.slice(0, length);
  }
}
