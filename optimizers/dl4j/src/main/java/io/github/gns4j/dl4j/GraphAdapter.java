package io.github.gns4j.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A ComputationGraph: any number of inputs and outputs. */
final class GraphAdapter extends NetworkAdapter {
  private final ComputationGraph net;
  private boolean masked;

  GraphAdapter(ComputationGraph net) {
    this.net = net;
  }

  @Override
  Model model() {
    return net;
  }

  @Override
  void initGradients() {
    if (net.getFlattenedGradients() == null) {
      net.initGradientsView();
    }
  }

  @Override
  INDArray gradients() {
    return net.getFlattenedGradients();
  }

  @Override
  Collection<TrainingListener> listeners() {
    return net.getListeners();
  }

  @Override
  boolean isMiniBatch() {
    return net.conf().isMiniBatch();
  }

  @Override
  boolean isTruncated() {
    return net.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
  }

  @Override
  void setScore(double score) {
    net.setScore(score);
  }

  @Override
  void setData(MultiDataSet part) {
    net.setInputs(part.getFeatures());
    net.setLabels(part.getLabels());
    INDArray[] featureMasks = part.getFeaturesMaskArrays();
    INDArray[] labelMasks = part.getLabelsMaskArrays();
    masked = featureMasks != null || labelMasks != null;
    if (masked) {
      net.setLayerMaskArrays(featureMasks, labelMasks);
    }
  }

  @Override
  void clearMasks() {
    if (masked) {
      net.clearLayerMaskArrays();
    }
  }

  @Override
  void clearStates() {
    net.clearLayersStates();
  }

  @Override
  void dataTook(long millis) {
    net.setLastEtlTime(millis);
  }

  @Override
  void setCounters(int iteration, int epoch) {
    net.getConfiguration().setIterationCount(iteration);
    net.getConfiguration().setEpochCount(epoch);
  }

  @Override
  void incrementEpoch() {
    net.incrementEpochCount();
  }
}
