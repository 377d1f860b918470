package io.github.gns4j.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What tests do to networks of either kind. */
final class Training {
  static final int BATCH = 8;

  private Training() {}

  /** Fits batches {@code from} to {@code to - 1} of an endless series. */
  static void fit(Model model, int from, int to) {
    for (int i = from; i < to; i++) {
      fitOne(model, BATCH, i);
    }
  }

  /** Fits one batch of {@code samples}. */
  static void fitOne(Model model, int samples, long seed) {
    DataType type = model.params().dataType();
    if (model instanceof MultiLayerNetwork net) {
      net.fit(Networks.clusters(type, samples, seed));
    } else {
      ((ComputationGraph) model).fit(Networks.twoInputs(type, samples, seed));
    }
  }

  static Model saveAndLoad(Model model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, bytes, true);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    return model instanceof MultiLayerNetwork
        ? ModelSerializer.restoreMultiLayerNetwork(in, true)
        : ModelSerializer.restoreComputationGraph(in, true);
  }

  static Model copy(Model model) {
    return model instanceof MultiLayerNetwork net
        ? net.clone()
        : ((ComputationGraph) model).clone();
  }

  static INDArray state(Model model) {
    return model instanceof MultiLayerNetwork net
        ? net.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  static double[] parameters(Model model) {
    return model.params().toDoubleVector();
  }
}
