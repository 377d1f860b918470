package io.github.gns4j.dl4j;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Samples by number: along the first dimension of every array. */
final class Rows {
  private Rows() {}

  /**
   * Returns the number of samples.
   *
   * @throws IllegalArgumentException if there are none, or arrays differ in it
   */
  static int count(MultiDataSet data) {
    if (data.getFeatures() == null || data.getLabels() == null) {
      throw new IllegalArgumentException("data without features or labels, allowed: both");
    }
    long samples = data.getFeatures(0).isEmpty() ? 0 : data.getFeatures(0).size(0);
    if (samples < 1 || samples > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "data has " + samples + " samples, allowed: 1 to " + Integer.MAX_VALUE);
    }
    requireCount("features", data.getFeatures(), samples);
    requireCount("labels", data.getLabels(), samples);
    requireCount("features mask", data.getFeaturesMaskArrays(), samples);
    requireCount("labels mask", data.getLabelsMaskArrays(), samples);
    return (int) samples;
  }

  private static void requireCount(String name, INDArray[] arrays, long samples) {
    if (arrays == null) {
      return;
    }
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != null && (arrays[i].isEmpty() || arrays[i].size(0) != samples)) {
        throw new IllegalArgumentException(
            name
                + " "
                + i
                + " has shape "
                + Arrays.toString(arrays[i].shape())
                + ", allowed: "
                + samples
                + " samples as features 0");
      }
    }
  }

  /** Returns copies of the samples {@code rows}, in that order. */
  static MultiDataSet take(MultiDataSet data, int[] rows) {
    return map(data, array -> gather(array, rows));
  }

  /** Returns copies of the samples from {@code begin} up to, not including, {@code end}. */
  static MultiDataSet range(MultiDataSet data, int begin, int end) {
    return take(data, IntStream.range(begin, end).toArray());
  }

  /**
   * Returns data of one input and one output in DL4J's form for such; nothing is copied.
   *
   * @throws IllegalArgumentException if there are more
   */
  static DataSet toDataSet(MultiDataSet data) {
    if (data.getFeatures().length != 1 || data.getLabels().length != 1) {
      throw new IllegalArgumentException(
          "data have "
              + data.getFeatures().length
              + " inputs and "
              + data.getLabels().length
              + " outputs, allowed: one each (NoiseAwareTrainer takes any number)");
    }
    return new DataSet(
        data.getFeatures(0),
        data.getLabels(0),
        first(data.getFeaturesMaskArrays()),
        first(data.getLabelsMaskArrays()));
  }

  private static INDArray first(INDArray[] masks) {
    return masks == null ? null : masks[0];
  }

  /** Returns the data with no array in a workspace, copied only where one is. */
  static MultiDataSet detached(MultiDataSet data) {
    return map(data, INDArray::detach);
  }

  /** Returns the data with every array in row-major order, copied only where it is not. */
  static MultiDataSet contiguous(MultiDataSet data) {
    return map(data, array -> NdArrays.isContiguous(array) ? array : array.detach().dup('c'));
  }

  private static MultiDataSet map(MultiDataSet data, UnaryOperator<INDArray> change) {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        map(data.getFeatures(), change),
        map(data.getLabels(), change),
        map(data.getFeaturesMaskArrays(), change),
        map(data.getLabelsMaskArrays(), change));
  }

  private static INDArray[] map(INDArray[] arrays, UnaryOperator<INDArray> change) {
    if (arrays == null) {
      return null;
    }
    return Arrays.stream(arrays)
        .map(array -> array == null ? null : change.apply(array))
        .toArray(INDArray[]::new);
  }

  private static INDArray gather(INDArray source, int[] rows) {
    INDArray from = NdArrays.isContiguous(source) ? source : source.detach().dup('c');
    long[] shape = from.shape().clone();
    long rowBytes = from.length() / shape[0] * from.dataType().width();
    shape[0] = rows.length;
    INDArray to = create(from, shape);
    MemorySegment input = memory(from);
    MemorySegment output = memory(to);
    try {
      for (int i = 0; i < rows.length; i++) {
        MemorySegment.copy(input, rows[i] * rowBytes, output, i * rowBytes, rowBytes);
      }
    } finally {
      Reference.reachabilityFence(from);
    }
    return to;
  }

  private static INDArray create(INDArray like, long[] shape) {
    try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createUninitialized(like.dataType(), shape, 'c');
    }
  }

  private static MemorySegment memory(INDArray array) {
    int width = array.dataType().width();
    return MemorySegment.ofAddress(array.data().address() + array.offset() * width)
        .reinterpret(array.length() * width);
  }
}
