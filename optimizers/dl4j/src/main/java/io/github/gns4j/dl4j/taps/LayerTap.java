package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.OuterProducts.Bias;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sees the deltas of one layer and adds up the norms that they mean. */
abstract class LayerTap {
  private final Layer layer;
  private final String name;
  private final Pass pass;

  LayerTap(Site site, Pass pass) {
    this.layer = site.layer();
    this.name = site.name();
    this.pass = pass;
  }

  final Layer layer() {
    return layer;
  }

  final Pass pass() {
    return pass;
  }

  final Bias bias() {
    return layer.getParam("b") == null ? Bias.ABSENT : Bias.PRESENT;
  }

  /** Wraps the loss of an output layer, for its activation is differentiated in there. */
  final void install() {
    switch (layer.conf().getLayer()) {
      case BaseOutputLayer output when !(output.getLossFn() instanceof LossTap) ->
          output.setLossFn(new LossTap(output.getLossFn(), this));
      case BaseOutputLayer _ -> {}
      case BaseLayer base when !(base.getActivationFn() instanceof ActivationTap) ->
          base.setActivationFn(new ActivationTap(base.getActivationFn(), this));
      default -> {}
    }
  }

  final void remove() {
    switch (layer.conf().getLayer()) {
      case BaseOutputLayer output when output.getLossFn() instanceof LossTap loss ->
          output.setLossFn(loss.inner());
      case BaseOutputLayer _ -> {}
      case BaseLayer base when base.getActivationFn() instanceof ActivationTap activation ->
          base.setActivationFn(activation.inner());
      default -> {}
    }
  }

  final void see(INDArray delta) {
    if (!pass.isOpen()) {
      return;
    }
    INDArray input = layer.input().castTo(delta.dataType());
    try {
      add(input, delta, pass.norms());
    } finally {
      // the kernels see addresses only
      Reference.reachabilityFence(input);
      Reference.reachabilityFence(delta);
    }
  }

  /**
   * Adds the squared norms of the layer's gradients.
   *
   * @param input as the layer has it during backpropagation: after dropout
   * @param delta derivative of the summed loss by the layer's pre-activations, before masks
   * @param norms one for each sample
   */
  abstract void add(INDArray input, INDArray delta, HostArray norms);

  final IllegalStateException unexpected(String what, INDArray array) {
    return new IllegalStateException(
        what
            + " of layer "
            + name
            + " has shape "
            + Arrays.toString(array.shape())
            + ", which does not divide into the "
            + pass.samples()
            + " samples of the batch");
  }
}
