package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Shows the blocks of a network their part of the parameters. */
final class NetworkBinding {
  private NetworkBinding() {}

  /** Binds every noise-aware block of the network's present updater. */
  static void bind(Model network, NetworkLayout layout) {
    INDArray flat = network.params().reshape(network.params().length());
    forEachBlock(
        network,
        (place, block) -> {
          long begin = place.getParamOffsetStart();
          long end = place.getParamOffsetEnd();
          block.bind(
              new Binding(
                  flat.get(NDArrayIndex.interval(begin, end)),
                  segments(layout, begin, end),
                  () -> batch(network)));
        });
  }

  /** Binds the updater that DL4J makes for a layer while it is pretrained, unless it is bound. */
  static void bindPretrained(Model layer) {
    if (!(layer.getOptimizer().getUpdater() instanceof BaseMultiLayerUpdater<?> updater)) {
      return;
    }
    INDArray flat = layer.params().reshape(layer.params().length());
    for (UpdaterBlock place : updater.getUpdaterBlocks()) {
      if (place.getGradientUpdater() instanceof BlockUpdater block && block.binding().isEmpty()) {
        block.bind(
            new Binding(
                flat.get(
                    NDArrayIndex.interval(place.getParamOffsetStart(), place.getParamOffsetEnd())),
                pretrained(place),
                () -> OptionalInt.of(layer.batchSize())));
      }
    }
  }

  /** All tensors of the layer have gradients then, also those that backpropagation leaves alone. */
  private static Segments pretrained(UpdaterBlock place) {
    List<Segment> inside = new ArrayList<>();
    for (UpdaterBlock.ParamState tensor : place.getLayersAndVariablesInBlock()) {
      inside.add(
          new Segment(
              tensor.getParamName(),
              tensor.getParamOffsetStart() - place.getParamOffsetStart(),
              tensor.getParamOffsetEnd() - tensor.getParamOffsetStart(),
              Segment.Kind.GRADIENT));
    }
    return Segments.of(inside);
  }

  /**
   * Returns whether every noise-aware block is bound to the parameters that the network has now.
   */
  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same numbers
  static boolean isBound(Model network) {
    boolean[] bound = {true};
    forEachBlock(
        network,
        (_, block) ->
            bound[0] &=
                block
                    .binding()
                    .filter(
                        binding ->
                            SharedNoises.root(binding.parameters())
                                == SharedNoises.root(network.params()))
                    .isPresent());
    return bound[0];
  }

  private static void forEachBlock(Model network, BiConsumer<UpdaterBlock, BlockUpdater> action) {
    for (UpdaterBlock block : updater(network).getUpdaterBlocks()) {
      if (block.getGradientUpdater() instanceof BlockUpdater updater) {
        action.accept(block, updater);
      }
    }
  }

  /** Returns the updater that the network has now; DL4J makes one if it has none. */
  static BaseMultiLayerUpdater<?> updater(Model network) {
    return switch (network) {
      case MultiLayerNetwork net -> (BaseMultiLayerUpdater<?>) net.getUpdater();
      case ComputationGraph net -> net.getUpdater();
      default -> throw NetworkLayout.unsupported(network);
    };
  }

  private static Segments segments(NetworkLayout layout, long begin, long end) {
    List<Segment> inside = new ArrayList<>();
    for (Segment segment : layout.segments().list()) {
      if (segment.offset() >= begin && segment.offset() < end) {
        inside.add(
            new Segment(
                segment.name(), segment.offset() - begin, segment.length(), segment.kind()));
      }
    }
    return Segments.of(inside);
  }

  /** Empty where the network computes no batch: a gradient of another network is applied. */
  private static OptionalInt batch(Model network) {
    boolean computes =
        switch (network) {
          case MultiLayerNetwork net -> net.getInput() != null && net.getLabels() != null;
          case ComputationGraph net -> net.getInputs() != null && net.getInputs()[0] != null;
          default -> throw NetworkLayout.unsupported(network);
        };
    return computes ? OptionalInt.of(network.batchSize()) : OptionalInt.empty();
  }
}
