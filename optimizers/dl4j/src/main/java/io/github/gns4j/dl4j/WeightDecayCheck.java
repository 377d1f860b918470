package io.github.gns4j.dl4j;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Finds weights that would decay more than once a step:
 *
 * <ul>
 *   <li>LAMB's decoupled decay, or that of a trainer's optimizer, and DL4J's L2 or weight decay on
 *       the same tensor;
 *   <li>DL4J's weight decay twice on one tensor, which is what {@code weightDecay(x)} of the
 *       network's builder does in 1.0.0-M2.1 (that of a layer's builder is right);
 *   <li>DL4J's weight decay under accumulation: it is applied with every batch, not every step.
 * </ul>
 */
final class WeightDecayCheck {
  private WeightDecayCheck() {}

  static void check(NetworkLayout layout) {
    for (NetworkLayout.Tensor tensor : layout.tensors()) {
      if (tensor.segment().isGradient()) {
        IUpdater updater = tensor.layer().getConfig().getUpdaterByParam(tensor.parameter());
        check(
            tensor.segment().name(),
            updater,
            tensor.layer().getConfig().getRegularizationByParam(tensor.parameter()));
      }
    }
  }

  /**
   * Checks a network whose updaters a trainer's optimizer replaces.
   *
   * @param decay of that optimizer
   * @throws IllegalArgumentException if a tensor would decay more than once
   */
  static void check(NetworkLayout layout, io.github.gns4j.kernels.WeightDecay decay) {
    for (NetworkLayout.Tensor tensor : layout.tensors()) {
      List<Regularization> regularizations =
          tensor.layer().getConfig().getRegularizationByParam(tensor.parameter());
      if (decay.isActive() && tensor.segment().isGradient() && regularizations != null) {
        requireNoDecay(
            tensor.segment().name(), decay.rate() + " of the trainer's optimizer", regularizations);
      }
    }
  }

  /**
   * Checks one tensor.
   *
   * @param regularizations may be null
   * @throws IllegalArgumentException if it would decay more than once
   */
  static void check(String tensor, IUpdater updater, List<Regularization> regularizations) {
    if (!(updater instanceof NoiseAwareUpdater noiseAware) || regularizations == null) {
      return;
    }
    long afterUpdater =
        regularizations.stream().filter(r -> r.applyStep() == ApplyStep.POST_UPDATER).count();
    if (afterUpdater > 1) {
      throw new IllegalArgumentException(
          tensor
              + " has weight decay "
              + afterUpdater
              + " times, allowed: once (DL4J applies weightDecay of the network's builder twice:"
              + " set it for each layer)");
    }
    if (afterUpdater > 0 && noiseAware.getAccumulation() > 1) {
      throw new IllegalArgumentException(
          tensor
              + " has weight decay beside accumulate("
              + noiseAware.getAccumulation()
              + "), allowed: none, it would decay with every batch of a step");
    }
    if (noiseAware instanceof NoiseAwareLamb lamb && lamb.getWeightDecay() > 0) {
      requireNoDecay(tensor, lamb.getWeightDecay() + " of NoiseAwareLamb", regularizations);
    }
  }

  private static void requireNoDecay(
      String tensor, String ours, List<Regularization> regularizations) {
    for (Regularization regularization : regularizations) {
      if (regularization instanceof L2Regularization || regularization instanceof WeightDecay) {
        throw new IllegalArgumentException(
            tensor
                + " has "
                + regularization.getClass().getSimpleName()
                + " beside weightDecay "
                + ours
                + ", allowed: one of them (weightDecay(0) leaves out the optimizer's)");
      }
    }
  }
}
