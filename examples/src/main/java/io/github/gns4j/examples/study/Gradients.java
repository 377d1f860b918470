package io.github.gns4j.examples.study;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Forward and backward passes without a step. */
final class Gradients {
  private Gradients() {}

  /** Leaves the gradient, summed over the samples, in the network; returns the loss. */
  static double compute(MultiLayerNetwork network, DataSet data) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    double loss = network.score();
    network.clearLayersStates();
    return loss;
  }
}
