package io.github.gns4j.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A MultiLayerNetwork: one input, one output. */
final class MultiLayerAdapter extends NetworkAdapter {
  private final MultiLayerNetwork net;
  private boolean masked;

  MultiLayerAdapter(MultiLayerNetwork net) {
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
    return net.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
  }

  @Override
  void setScore(double score) {
    net.setScore(score);
  }

  @Override
  void setData(MultiDataSet part) {
    net.setInput(part.getFeatures(0));
    net.setLabels(part.getLabels(0));
    INDArray featureMask = first(part.getFeaturesMaskArrays());
    INDArray labelMask = first(part.getLabelsMaskArrays());
    masked = featureMask != null || labelMask != null;
    if (masked) {
      net.setLayerMaskArrays(featureMask, labelMask);
    }
  }

  private static INDArray first(INDArray[] masks) {
    return masks == null || masks.length == 0 ? null : masks[0];
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
    net.getLayerWiseConfigurations().setIterationCount(iteration);
    net.getLayerWiseConfigurations().setEpochCount(epoch);
  }

  @Override
  void incrementEpoch() {
    net.incrementEpochCount();
  }
}
