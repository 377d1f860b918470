package io.github.gns4j.dl4j;

import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/** Whether the noise-aware updaters of a network are given the mean gradient of the loss. */
final class MeanGradients {
  private MeanGradients() {}

  /**
   * Returns whether the gradients that noise-aware updaters step with are, all together, the mean
   * gradient of the loss over {@code segments}: they get these and no others, and nothing is added
   * or scaled before.
   */
  static boolean reachUpdaters(NetworkLayout layout, BitSet segments) {
    List<NetworkLayout.Tensor> tensors = layout.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      NetworkLayout.Tensor tensor = tensors.get(i);
      boolean updated =
          tensor.layer().getConfig().getUpdaterByParam(tensor.parameter())
              instanceof NoiseAwareUpdater;
      if (updated != segments.get(i) || (updated && isChangedBefore(tensor))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isChangedBefore(NetworkLayout.Tensor tensor) {
    GradientNormalization normalization = tensor.layer().getConfig().getGradientNormalization();
    List<Regularization> added =
        tensor.layer().getConfig().getRegularizationByParam(tensor.parameter());
    return (normalization != null && normalization != GradientNormalization.None)
        || (added != null
            && added.stream().anyMatch(one -> one.applyStep() == ApplyStep.BEFORE_UPDATER));
  }
}
