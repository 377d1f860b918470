package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.HostArray;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.nn.updater.UpdaterUtils;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives a network the updater that its configuration asks for now, and that the state of the one it
 * has: blocks may have split or merged, since DL4J makes one of neighbours whose configurations are
 * equal. Every parameter keeps its moments, its part of a mean gradient and the number of its steps
 * with the same bits, and the network its estimates; sums that a block keeps over its elements are
 * split by their number (see {@link BlockRecord#part}).
 */
final class BlockRearrangement {
  private final BaseMultiLayerUpdater<?> before;
  private final BaseMultiLayerUpdater<?> after;

  private BlockRearrangement(BaseMultiLayerUpdater<?> before, BaseMultiLayerUpdater<?> after) {
    this.before = before;
    this.after = after;
  }

  /** Returns whether the network's blocks are those that its configuration asks for now. */
  static boolean isCurrent(Model network) {
    ParamState last = null;
    for (UpdaterBlock block : NetworkBinding.updater(network).getUpdaterBlocks()) {
      boolean begins = true;
      for (ParamState tensor : block.getLayersAndVariablesInBlock()) {
        if (last != null && begins == joins(last, tensor)) {
          return false;
        }
        begins = false;
        last = tensor;
      }
    }
    return true;
  }

  private static boolean joins(ParamState left, ParamState right) {
    return UpdaterUtils.updaterConfigurationsEquals(
        left.getLayer(), left.getParamName(), right.getLayer(), right.getParamName());
  }

  /**
   * Replaces the network's updater.
   *
   * @throws IllegalArgumentException if blocks that would merge are not equally far; then nothing
   *     has changed
   * @throws IllegalStateException if the state is not one of the network's blocks; then nothing has
   *     changed
   */
  static void apply(Model network) {
    BlockRearrangement change =
        new BlockRearrangement(NetworkBinding.updater(network), make(network));
    SharedNoises.of(change.before.getStateViewArray()).forEach(SharedNoise::settle);
    change.after.getUpdaterBlocks().forEach(change::fill);
    change.resume();
    switch (network) {
      case MultiLayerNetwork net -> net.setUpdater(change.after);
      case ComputationGraph net -> net.setUpdater((ComputationGraphUpdater) change.after);
      default -> throw NetworkLayout.unsupported(network);
    }
    if (change.wasAttached()) {
      NetworkBinding.bind(network, NetworkLayout.of(network));
    }
  }

  private static BaseMultiLayerUpdater<?> make(Model network) {
    try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return switch (network) {
        case MultiLayerNetwork net -> new MultiLayerUpdater(net);
        case ComputationGraph net -> new ComputationGraphUpdater(net);
        default -> throw NetworkLayout.unsupported(network);
      };
    }
  }

  private boolean wasAttached() {
    return before.getUpdaterBlocks().stream()
        .anyMatch(
            block ->
                block.getGradientUpdater() instanceof BlockUpdater ours
                    && ours.binding().isPresent());
  }

  private void fill(UpdaterBlock target) {
    List<UpdaterBlock> sources =
        before.getUpdaterBlocks().stream().filter(source -> overlap(source, target) > 0).toList();
    if (target.getGradientUpdater() instanceof BlockUpdater ours) {
      fill(target, ours, sources);
    } else if (target.getUpdaterView() != null) { // of DL4J's: nothing about it has changed
      if (length(sources.getFirst()) != length(target)) {
        throw otherUpdaters(target, sources.getFirst());
      }
      target.getUpdaterView().assign(sources.getFirst().getUpdaterView());
    }
  }

  private static void fill(UpdaterBlock target, BlockUpdater ours, List<UpdaterBlock> sources) {
    List<BlockRecord> parts = new ArrayList<>();
    double rate = 0;
    for (UpdaterBlock place : sources) {
      BlockUpdater source = requireOurs(place, target, ours);
      source.requireLength(length(place));
      copy(place, source, target, ours);
      parts.add(
          source
              .scalars()
              .block()
              .part(
                  (double) overlap(place, target) / length(place),
                  place.getParamOffsetStart() >= target.getParamOffsetStart()));
      rate = parts.size() == 1 ? source.scalars().rate() : rate;
    }
    for (int i = 1; i < parts.size(); i++) {
      if (!parts.get(i).isAsFarAs(parts.getFirst())) {
        throw new IllegalArgumentException(
            "the rate makes one block of "
                + describe(sources.getFirst(), parts.getFirst())
                + " and "
                + describe(sources.get(i), parts.get(i))
                + ", allowed: rates that differ, or blocks that took the same steps");
      }
    }
    BlockRecord whole = parts.getFirst();
    if (whole.round() == 0) { // nothing has been written yet
      return;
    }
    parts.subList(1, parts.size()).forEach(whole::join);
    whole.resize(length(target));
    ours.scalars().begin(whole, rate);
    ours.writeScalars();
  }

  private static BlockUpdater requireOurs(
      UpdaterBlock place, UpdaterBlock target, BlockUpdater ours) {
    if (place.getGradientUpdater() instanceof BlockUpdater source
        && source.getConfig().family().equals(ours.getConfig().family())) {
      return source;
    }
    throw otherUpdaters(target, place);
  }

  private static IllegalStateException otherUpdaters(UpdaterBlock target, UpdaterBlock place) {
    return new IllegalStateException(
        "the network's configuration has "
            + target.getGradientUpdater().getConfig()
            + " for "
            + name(target.getLayersAndVariablesInBlock().getFirst())
            + ", where its state is that of "
            + place.getGradientUpdater().getConfig()
            + ": updaters were changed after init()");
  }

  private static void copy(
      UpdaterBlock place, BlockUpdater source, UpdaterBlock target, BlockUpdater ours) {
    long begin = Math.max(place.getParamOffsetStart(), target.getParamOffsetStart());
    long count = overlap(place, target);
    for (int i = 0; i < ours.getConfig().family().arrays(); i++) {
      HostArray from = source.slice(i, length(place));
      HostArray to = ours.slice(i, length(target));
      to.slice(begin - target.getParamOffsetStart(), count)
          .segment()
          .copyFrom(from.slice(begin - place.getParamOffsetStart(), count).segment());
    }
  }

  /** The families are the same: they do not hold rates. */
  private void resume() {
    List<SharedNoise> known = SharedNoises.of(before.getStateViewArray());
    for (SharedNoise group : SharedNoises.of(after.getStateViewArray())) {
      known.stream().filter(other -> other.family().equals(group.family())).forEach(group::resume);
    }
  }

  private static String describe(UpdaterBlock block, BlockRecord record) {
    List<ParamState> tensors = block.getLayersAndVariablesInBlock();
    return name(tensors.getFirst())
        + (tensors.size() == 1 ? "" : " to " + name(tensors.getLast()))
        + " ("
        + record.applied()
        + " steps taken, "
        + record.skipped()
        + " left out)";
  }

  private static String name(ParamState tensor) {
    return tensor.getLayer().getConfig().getLayerName() + "_" + tensor.getParamName();
  }

  private static int length(UpdaterBlock block) {
    return block.getParamOffsetEnd() - block.getParamOffsetStart();
  }

  private static int overlap(UpdaterBlock a, UpdaterBlock b) {
    return Math.min(a.getParamOffsetEnd(), b.getParamOffsetEnd())
        - Math.max(a.getParamOffsetStart(), b.getParamOffsetStart());
  }
}
