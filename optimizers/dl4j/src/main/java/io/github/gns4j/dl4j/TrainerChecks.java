package io.github.gns4j.dl4j;

import org.deeplearning4j.nn.conf.layers.Layer;

/** Which networks a {@link NoiseAwareTrainer} can train. */
final class TrainerChecks {
  private TrainerChecks() {}

  /**
   * Checks a network.
   *
   * @throws IllegalArgumentException if it cannot be trained so, with the reason
   */
  static void check(NetworkAdapter network, NetworkLayout layout) {
    if (layout.segments().gradientLength() == 0) {
      throw new IllegalArgumentException("the network has no trainable parameters");
    }
    if (!network.isMiniBatch()) {
      throw new IllegalArgumentException(
          "the network has miniBatch(false), allowed: true, gradients are means over examples");
    }
    if (network.isTruncated()) {
      throw new IllegalArgumentException(
          "the network has truncated backpropagation, which takes a step for each window; allowed"
              + " with a trainer: standard backpropagation (NoiseAwareAdam works with both)");
    }
    if (MasterParameters.isHalf(network.parameters())) {
      requireNoConstraints(layout);
    }
  }

  private static void requireNoConstraints(NetworkLayout layout) {
    for (NetworkLayout.Tensor tensor : layout.tensors()) {
      if (tensor.layer().getConfig() instanceof Layer layer
          && layer.getConstraints() != null
          && !layer.getConstraints().isEmpty()) {
        throw new IllegalArgumentException(
            tensor.segment().name()
                + " has constraints, which would change the rounded parameters alone; allowed with"
                + " type HALF: none");
      }
    }
  }
}
