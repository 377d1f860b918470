package io.github.gns4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * What the layers of a network add to the gradient of the loss: L1 and L2. DL4J adds them to the
 * mean gradient; here they are added, times the number of examples and the loss scale, to the sum
 * over a micro-batch, so that the mean over all micro-batches holds them once.
 */
final class Penalties {
  private final List<Penalty> penalties;

  private Penalties(List<Penalty> penalties) {
    this.penalties = penalties;
  }

  private record Penalty(NetworkLayout.Tensor tensor, Regularization regularization) {}

  /**
   * Returns the penalties of a network.
   *
   * @throws IllegalArgumentException if a layer has weight decay or gradient normalisation, which
   *     the optimizer does itself
   */
  static Penalties of(NetworkLayout layout) {
    List<Penalty> found = new ArrayList<>();
    for (NetworkLayout.Tensor tensor : layout.tensors()) {
      if (tensor.segment().isGradient()) {
        requireNoNormalization(tensor);
        collect(tensor, found);
      }
    }
    return new Penalties(List.copyOf(found));
  }

  private static void collect(NetworkLayout.Tensor tensor, List<Penalty> found) {
    List<Regularization> all =
        tensor.layer().getConfig().getRegularizationByParam(tensor.parameter());
    if (all == null) {
      return;
    }
    for (Regularization regularization : all) {
      if (regularization.applyStep() != ApplyStep.BEFORE_UPDATER) {
        throw new IllegalArgumentException(
            tensor.segment().name()
                + " has "
                + regularization.getClass().getSimpleName()
                + ", allowed with a trainer: L1 and L2; set weightDecay of its optimizer instead");
      }
      found.add(new Penalty(tensor, regularization));
    }
  }

  private static void requireNoNormalization(NetworkLayout.Tensor tensor) {
    GradientNormalization normalization = tensor.layer().getConfig().getGradientNormalization();
    if (normalization != null && normalization != GradientNormalization.None) {
      throw new IllegalArgumentException(
          tensor.segment().name()
              + " has gradient normalization "
              + normalization
              + ", allowed with a trainer: None; set clipping of its optimizer instead");
    }
  }

  boolean isEmpty() {
    return penalties.isEmpty();
  }

  /** Adds the penalties, times {@code factor}, to the flat gradient of a network. */
  void add(NetworkAdapter network, double factor) {
    for (Penalty penalty : penalties) {
      INDArray parameters = part(network.parameters(), penalty.tensor());
      INDArray gradient = part(network.gradients(), penalty.tensor());
      INDArray added = Nd4j.zeros(parameters.dataType(), parameters.length());
      penalty.regularization().apply(parameters, added, 1, network.iteration(), network.epoch());
      gradient.addi(added.muli(factor));
    }
  }

  private static INDArray part(INDArray flat, NetworkLayout.Tensor tensor) {
    long begin = tensor.segment().offset();
    return flat.reshape(flat.length())
        .get(NDArrayIndex.interval(begin, begin + tensor.segment().length()));
  }
}
