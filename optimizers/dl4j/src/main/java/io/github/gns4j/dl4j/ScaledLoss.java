package io.github.gns4j.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss whose gradient is multiplied by the loss scale; its score is not. It stands in a network's
 * configuration for the time of one pass and is never saved with it.
 */
final class ScaledLoss implements ILossFunction {
  private static final long serialVersionUID = 1;

  private final ILossFunction loss;
  private final double scale;

  ScaledLoss(ILossFunction loss, double scale) {
    this.loss = loss;
    this.scale = scale;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
    return loss.computeScore(labels, output, activation, mask, average);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray output, IActivation activation, INDArray mask) {
    return loss.computeScoreArray(labels, output, activation, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray output, IActivation activation, INDArray mask) {
    return loss.computeGradient(labels, output, activation, mask).muli(scale);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
    Pair<Double, INDArray> both =
        loss.computeGradientAndScore(labels, output, activation, mask, average);
    return Pair.of(both.getFirst(), both.getSecond().muli(scale));
  }

  @Override
  public String name() {
    return loss.name();
  }
}
