package io.github.gns4j.dl4j.taps;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A loss function that shows the deltas it computes; the counterpart of {@link ActivationTap}. */
final class LossTap implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final ILossFunction inner;
  private final transient LayerTap tap;

  LossTap(ILossFunction inner, LayerTap tap) {
    this.inner = inner;
    this.tap = tap;
  }

  ILossFunction inner() {
    return inner;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return inner.computeScore(labels, preOutput, activation, mask, average);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return inner.computeScoreArray(labels, preOutput, activation, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray delta = inner.computeGradient(labels, preOutput, activation, mask);
    tap.see(delta);
    return delta;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    Pair<Double, INDArray> result =
        inner.computeGradientAndScore(labels, preOutput, activation, mask, average);
    tap.see(result.getSecond());
    return result;
  }

  @Override
  public String name() {
    return inner.name();
  }
}
