package io.github.gns4j.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The updater configurations of a layer or of all layers, and where they stand: in the layer that
 * computes, and in the network's configuration, which is another object for layers that wrap one.
 * Updaters of biases are not among those of one layer, as in DL4J's {@code setLearningRate}.
 */
final class LayerUpdaters {
  private static final String NEEDED =
      "allowed: a layer with parameters and NoiseAwareAdam, NoiseAwareSgd or NoiseAwareLamb";

  private final List<Slot> slots;

  private LayerUpdaters(List<Slot> slots) {
    this.slots = slots;
  }

  /** Where a configuration keeps an updater. */
  private record Slot(boolean isOfBiases, Supplier<IUpdater> updater, Consumer<IUpdater> setter) {
    boolean isOurs() {
      return updater.get() instanceof NoiseAwareUpdater;
    }
  }

  /**
   * Returns the updaters of a layer of a MultiLayerNetwork.
   *
   * @throws IllegalArgumentException if there is none of that number, or its updater is not ours
   */
  static LayerUpdaters of(Model network, int layer) {
    if (!(Objects.requireNonNull(network, "network") instanceof MultiLayerNetwork net)) {
      throw wrongKind(network, "number", "MultiLayerNetwork");
    }
    NetworkLayout layout = NetworkLayout.of(net);
    if (layer < 0 || layer >= net.getnLayers()) {
      throw new IllegalArgumentException(
          "layer is " + layer + ", allowed: 0 to " + (net.getnLayers() - 1));
    }
    return of(
        layout,
        Integer.toString(layer),
        net.getLayer(layer),
        net.getLayerWiseConfigurations().getConf(layer).getLayer());
  }

  /**
   * Returns the updaters of a vertex of a ComputationGraph.
   *
   * @throws IllegalArgumentException if there is none of that name, or its updater is not ours
   */
  static LayerUpdaters of(Model network, String vertex) {
    Objects.requireNonNull(vertex, "layer");
    if (!(Objects.requireNonNull(network, "network") instanceof ComputationGraph net)) {
      throw wrongKind(network, "name", "ComputationGraph");
    }
    NetworkLayout layout = NetworkLayout.of(net);
    if (!net.getConfiguration().getVertices().containsKey(vertex)) {
      throw new IllegalArgumentException(
          "layer is \""
              + vertex
              + "\", allowed: "
              + String.join(", ", net.getConfiguration().getVertices().keySet()));
    }
    return of(
        layout,
        '"' + vertex + '"',
        net.getVertex(vertex),
        net.getConfiguration().getVertices().get(vertex));
  }

  /** Returns the updaters of all layers and their biases, as far as they are ours. */
  static LayerUpdaters ofAll(Model network) {
    Set<Object> seen = identities();
    List<Slot> slots = new ArrayList<>();
    for (NetworkLayout.Tensor tensor : NetworkLayout.of(network).tensors()) {
      collect(tensor.layer().getConfig(), seen, slots);
    }
    switch (network) {
      case MultiLayerNetwork net ->
          net.getLayerWiseConfigurations()
              .getConfs()
              .forEach(layer -> collect(layer.getLayer(), seen, slots));
      case ComputationGraph net ->
          net.getConfiguration().getVertices().values().forEach(v -> collect(v, seen, slots));
      default -> throw NetworkLayout.unsupported(network);
    }
    slots.removeIf(slot -> !slot.isOurs());
    return new LayerUpdaters(slots);
  }

  private static Set<Object> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static IllegalArgumentException wrongKind(Model network, String by, String allowed) {
    return new IllegalArgumentException(
        "network is a "
            + network.getClass().getSimpleName()
            + ", allowed with the "
            + by
            + " of a layer: "
            + allowed);
  }

  private static LayerUpdaters of(
      NetworkLayout layout, String name, Trainable layer, Object configured) {
    List<IUpdater> used =
        layout.tensors().stream()
            .filter(tensor -> isOf(layer, tensor))
            .map(tensor -> layer.getConfig().getUpdaterByParam(tensor.parameter()))
            .toList();
    if (used.isEmpty()) {
      throw new IllegalArgumentException(
          "layer is " + name + ", which has no parameters, " + NEEDED);
    }
    Set<Object> seen = identities();
    List<Slot> slots = new ArrayList<>();
    collect(layer.getConfig(), seen, slots);
    collect(configured, seen, slots);
    slots.removeIf(slot -> slot.isOfBiases() || !slot.isOurs());
    if (slots.stream().noneMatch(slot -> isAmong(slot.updater().get(), used))) {
      throw new IllegalArgumentException(
          "layer is " + name + ", whose updater is " + used.getFirst() + ", " + NEEDED);
    }
    requireUnshared(layout, name, layer, seen);
    return new LayerUpdaters(slots);
  }

  /** DL4J takes an object that is given as two layers for both, and as two once it is loaded. */
  private static void requireUnshared(
      NetworkLayout layout, String name, Trainable layer, Set<Object> own) {
    for (NetworkLayout.Tensor tensor : layout.tensors()) {
      Set<Object> theirs = identities();
      collect(tensor.layer().getConfig(), theirs, new ArrayList<>());
      if (!isOf(layer, tensor) && !Collections.disjoint(theirs, own)) {
        throw new IllegalArgumentException(
            "layer is "
                + name
                + ", whose configuration is the same object as that of "
                + tensor.segment().name()
                + ", allowed: an object for each layer");
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same layer, not one like it
  private static boolean isOf(Trainable layer, NetworkLayout.Tensor tensor) {
    return tensor.layer() == layer;
  }

  @SuppressWarnings("ReferenceEquality") // an equal updater may be that of the biases
  private static boolean isAmong(IUpdater updater, List<IUpdater> used) {
    return used.stream().anyMatch(other -> other == updater);
  }

  private static void collect(Object config, Set<Object> seen, List<Slot> slots) {
    if (config == null || !seen.add(config)) {
      return;
    }
    switch (config) {
      case BaseLayer own -> {
        slots.add(new Slot(false, own::getIUpdater, own::setIUpdater));
        slots.add(new Slot(true, own::getBiasUpdater, own::setBiasUpdater));
      }
      case AbstractSameDiffLayer own -> {
        slots.add(new Slot(false, own::getUpdater, own::setUpdater));
        slots.add(new Slot(true, own::getBiasUpdater, own::setBiasUpdater));
      }
      case SameDiffVertex own -> {
        slots.add(new Slot(false, own::getUpdater, own::setUpdater));
        slots.add(new Slot(true, own::getBiasUpdater, own::setBiasUpdater));
      }
      case LayerVertex vertex -> collect(vertex.getLayerConf().getLayer(), seen, slots);
      case Bidirectional both -> {
        collect(both.getFwd(), seen, slots);
        collect(both.getBwd(), seen, slots);
      }
      case BaseWrapperLayer wrapper -> collect(wrapper.getUnderlying(), seen, slots);
      default -> {
        // has no updater of its own
      }
    }
  }

  /**
   * Gives the layers changed copies of their updaters; those that they had, and may share, stay as
   * they are.
   *
   * @return what gives them back those that they had
   */
  Runnable replace(Consumer<IUpdater> change) {
    List<Runnable> undo = new ArrayList<>();
    for (Slot slot : slots) {
      IUpdater before = slot.updater().get();
      IUpdater changed = before.clone();
      change.accept(changed);
      slot.setter().accept(changed);
      undo.add(() -> slot.setter().accept(before));
    }
    return () -> undo.forEach(Runnable::run);
  }
}
