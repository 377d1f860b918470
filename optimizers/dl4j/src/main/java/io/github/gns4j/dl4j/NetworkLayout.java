package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the flat parameter vector of a network divides into tensors, in the order of DL4J's own
 * flattening: {@code "0_W"}, {@code "0_b"}, … for a MultiLayerNetwork, {@code "vertex_W"} for a
 * ComputationGraph.
 *
 * <p>Tensors whose entries of the gradient array are not derivatives of the loss are {@link
 * Segment.Kind#STATISTICS}: batch-norm means and variances (DL4J does not divide them by the batch
 * either), layers that are frozen (their entries are 0), and tensors that only layer-wise
 * pretraining uses. Neither momentum nor weight decay nor a trust ratio touches those.
 */
public final class NetworkLayout {
  private final List<Tensor> tensors;
  private final Segments segments;

  private NetworkLayout(List<Tensor> tensors) {
    this.tensors = List.copyOf(tensors);
    this.segments = Segments.of(tensors.stream().map(Tensor::segment).toList());
  }

  /** One tensor: its place in the flat vector, and the layer and name DL4J knows it by. */
  record Tensor(Segment segment, Trainable layer, String parameter) {}

  /**
   * Returns the layout of an initialised network.
   *
   * @throws IllegalArgumentException if the model is neither a MultiLayerNetwork nor a
   *     ComputationGraph, or is not initialised
   */
  public static NetworkLayout of(Model model) {
    Objects.requireNonNull(model, "model");
    return switch (model) {
      case MultiLayerNetwork net -> new NetworkLayout(tensors(net));
      case ComputationGraph net -> new NetworkLayout(tensors(net));
      default -> throw unsupported(model);
    };
  }

  static IllegalArgumentException unsupported(Model model) {
    return new IllegalArgumentException(
        "model is a "
            + model.getClass().getName()
            + ", allowed: MultiLayerNetwork and ComputationGraph");
  }

  /** Returns the tensors as segments of the flat vector. */
  public Segments segments() {
    return segments;
  }

  List<Tensor> tensors() {
    return tensors;
  }

  private static List<Tensor> tensors(MultiLayerNetwork net) {
    requireInitialised(net.isInitCalled());
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < net.getnLayers(); i++) {
      append(tensors, Integer.toString(i), net.getLayer(i));
    }
    return tensors;
  }

  private static List<Tensor> tensors(ComputationGraph net) {
    requireInitialised(net.getVertices() != null);
    List<Tensor> tensors = new ArrayList<>();
    for (int index : net.topologicalSortOrder()) {
      GraphVertex vertex = net.getVertices()[index];
      append(tensors, vertex.getVertexName(), vertex);
    }
    return tensors;
  }

  private static void requireInitialised(boolean initialised) {
    if (!initialised) {
      throw new IllegalArgumentException("the network is not initialised: call init() first");
    }
  }

  private static void append(List<Tensor> tensors, String layerName, Trainable layer) {
    Map<String, INDArray> table = layer.numParams() == 0 ? null : layer.paramTable(false);
    if (table == null) {
      return;
    }
    for (Map.Entry<String, INDArray> entry : table.entrySet()) {
      if (entry.getValue().length() > 0) {
        String name = layerName + "_" + entry.getKey();
        Segment segment =
            new Segment(name, end(tensors), entry.getValue().length(), kind(layer, entry.getKey()));
        tensors.add(new Tensor(segment, layer, entry.getKey()));
      }
    }
  }

  private static long end(List<Tensor> tensors) {
    return tensors.isEmpty()
        ? 0
        : tensors.getLast().segment().offset() + tensors.getLast().segment().length();
  }

  private static Segment.Kind kind(Trainable layer, String parameter) {
    boolean isGradient =
        layer.updaterDivideByMinibatch(parameter)
            && !isFrozen(layer)
            && !layer.getConfig().isPretrainParam(parameter);
    return isGradient ? Segment.Kind.GRADIENT : Segment.Kind.STATISTICS;
  }

  private static boolean isFrozen(Trainable layer) {
    Object inner = layer instanceof GraphVertex vertex ? vertex.getLayer() : layer;
    return inner instanceof FrozenLayer || inner instanceof FrozenLayerWithBackprop;
  }
}
