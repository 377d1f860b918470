package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The noise-aware updaters of a SameDiff graph, one for each trained variable. */
final class SameDiffBlocks {
  private SameDiffBlocks() {}

  /** Returns them in the order of the variables' names; none before the first {@code fit}. */
  static List<BlockUpdater> of(SameDiff graph) {
    return List.copyOf(byName(graph).values());
  }

  private static Map<String, BlockUpdater> byName(SameDiff graph) {
    Map<String, BlockUpdater> blocks = new TreeMap<>();
    @SuppressWarnings("rawtypes") // as SameDiff declares them
    Map<String, GradientUpdater> updaters = graph.getUpdaterMap();
    if (updaters != null) {
      updaters.forEach(
          (name, updater) -> {
            if (updater instanceof BlockUpdater block) {
              blocks.put(name, block);
            }
          });
    }
    return blocks;
  }

  /** Requires a noise-aware updater and weights that decay once. */
  static void requireConfiguration(SameDiff graph) {
    TrainingConfig config = graph.getTrainingConfig();
    if (config == null) {
      throw new IllegalArgumentException(
          "the graph has no training configuration: call setTrainingConfig first");
    }
    if (!(config.getUpdater() instanceof NoiseAwareUpdater)) {
      throw new IllegalArgumentException(
          "the updater of the graph is "
              + config.getUpdater()
              + ", allowed: NoiseAwareAdam, NoiseAwareSgd and NoiseAwareLamb");
    }
    WeightDecayCheck.check("the graph", config.getUpdater(), config.getRegularization());
  }

  /**
   * Shows every block its variable and lets all share one estimate, unless that is so already. It
   * is not after a variable was made a constant, or a constant a variable again.
   */
  static void bind(SameDiff graph, Supplier<OptionalInt> batch) {
    Map<String, BlockUpdater> blocks = byName(graph);
    if (isBound(graph, blocks) && SharedNoises.isUnited(blocks.values())) {
      return;
    }
    requireConfiguration(graph);
    blocks.forEach(
        (name, block) -> {
          INDArray variable = graph.getVariable(name).getArr();
          Segment whole = new Segment(name, 0, variable.length(), Segment.Kind.GRADIENT);
          block.bind(new Binding(variable, Segments.of(List.of(whole)), batch));
        });
    SharedNoises.unite(new ArrayList<>(blocks.values()));
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same numbers
  private static boolean isBound(SameDiff graph, Map<String, BlockUpdater> blocks) {
    return blocks.entrySet().stream()
        .allMatch(
            entry ->
                entry
                    .getValue()
                    .binding()
                    .filter(b -> b.parameters() == graph.getVariable(entry.getKey()).getArr())
                    .isPresent());
  }
}
