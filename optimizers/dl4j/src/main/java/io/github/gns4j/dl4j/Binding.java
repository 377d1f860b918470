package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Segments;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a block is shown of its network. The array is held, and lent at each use: it may have any
 * strides, and no memory outlives it.
 *
 * @param parameters of the block
 * @param segments their tensors, or parts of the state that are none
 * @param batch samples of the batch under way, if the network can be asked
 */
record Binding(INDArray parameters, Segments segments, Supplier<OptionalInt> batch) {
  /** Lends the parameters for reading; they must be as many as the gradient has elements. */
  NdLoan lend(long length) {
    NdArrays.requireLength("parameters", parameters, length);
    return NdLoan.reading("parameters", parameters);
  }

  OptionalInt samples() {
    return batch.get();
  }
}
