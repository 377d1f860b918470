package io.github.gns4j.dl4j.taps;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation function that shows the deltas it computes. It stands in a configuration only while
 * a backward pass runs, and is never saved.
 */
final class ActivationTap implements IActivation {
  private static final long serialVersionUID = 1L;

  private final IActivation inner;
  private final transient LayerTap tap;

  ActivationTap(IActivation inner, LayerTap tap) {
    this.inner = inner;
    this.tap = tap;
  }

  IActivation inner() {
    return inner;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return inner.getActivation(in, training);
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Pair<INDArray, INDArray> result = inner.backprop(in, epsilon);
    tap.see(result.getFirst());
    return result;
  }

  @Override
  public int numParams(int inputSize) {
    return inner.numParams(inputSize);
  }
}
