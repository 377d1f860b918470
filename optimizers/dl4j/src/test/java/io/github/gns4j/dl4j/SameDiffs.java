package io.github.gns4j.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/** A small graph of SameDiff, the same on every run. */
final class SameDiffs {
  static final List<String> VARIABLES = List.of("w0", "b0", "w1", "b1");

  private SameDiffs() {}

  /** Two layers; one weight matrix is column-major, as SameDiff's own initialisers make them. */
  static SameDiff graph(DataType type, TrainingConfig.Builder config) {
    Nd4j.getRandom().setSeed(5);
    SameDiff graph = SameDiff.create();
    SDVariable in = graph.placeHolder("in", type, -1, Networks.INPUTS);
    SDVariable labels = graph.placeHolder("labels", type, -1, Networks.CLASSES);
    INDArray first = Nd4j.randn(type, Networks.INPUTS, 6).muli(0.4);
    SDVariable w0 =
        graph.var("w0", Nd4j.create(type, new long[] {Networks.INPUTS, 6}, 'f').assign(first));
    SDVariable b0 = graph.var("b0", Nd4j.create(type, 6));
    SDVariable w1 = graph.var("w1", Nd4j.randn(type, 6, Networks.CLASSES).muli(0.4));
    SDVariable b1 = graph.var("b1", Nd4j.create(type, Networks.CLASSES));
    SDVariable hidden = graph.math().tanh(in.mmul(w0).add(b0));
    SDVariable logits = hidden.mmul(w1).add("logits", b1);
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        config.dataSetFeatureMapping("in").dataSetLabelMapping("labels").build());
    return graph;
  }

  static SameDiff graph(DataType type, IUpdater updater) {
    return graph(type, new TrainingConfig.Builder().updater(updater));
  }

  /** Fits batches of 8, {@code from} to {@code to - 1} of an endless series. */
  static void fit(SameDiff graph, int from, int to) {
    DataType type = graph.getVariable("w0").dataType();
    for (int i = from; i < to; i++) {
      graph.fit(Networks.clusters(type, 8, i));
    }
  }

  static double[] parameters(SameDiff graph) {
    return VARIABLES.stream()
        .map(name -> graph.getVariable(name).getArr())
        .flatMapToDouble(a -> Arrays.stream(a.dup('c').reshape(a.length()).toDoubleVector()))
        .toArray();
  }

  static SameDiff saveAndLoad(SameDiff graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    graph.save(bytes, true);
    return SameDiff.load(new ByteArrayInputStream(bytes.toByteArray()), true);
  }
}
