package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Changes base rates between steps, also in the middle of one that accumulates, and leaves
 * everything else as it is: moments, steps counted, estimates, what was told of the next batch.
 * DL4J's own {@code setLearningRate} makes all updaters anew and rearranges their state on the
 * assumption that it holds up to three numbers a parameter, which ours does not; it works only
 * where the blocks of updaters stay the same.
 *
 * <p>Here blocks may change: DL4J makes one of neighbouring tensors whose updaters are equal. Those
 * that become equal must have taken the same steps. An attached network stays attached. If an
 * exception is thrown, nothing has changed.
 *
 * <p>As with DL4J's, a rate for all is set in the updater configurations that a network shares with
 * its clones. Where blocks change, and for a layer, copies of them are changed, and clones keep
 * their rates. Networks made from one configuration object share all of it: make them from copies.
 *
 * <p>Not while a step is computed by another thread.
 */
public final class LearningRates {
  private LearningRates() {}

  /**
   * Sets the base rate of every noise-aware updater of a network, those of biases included.
   *
   * @param rate finite and at least 0
   * @throws IllegalArgumentException if the rate is out of range, the network has no noise-aware
   *     updater, or tensors would share a block that have not taken the same steps
   */
  public static void set(Model network, double rate) {
    set(network, constant(rate));
  }

  /** As {@link #set(Model, double)}, with a schedule. */
  public static void set(Model network, ISchedule schedule) {
    set(network, scheduled(schedule));
  }

  /**
   * Sets the base rate of one layer of a MultiLayerNetwork, as DL4J's {@code
   * net.setLearningRate(layer, rate)} does: of all its tensors but those that an updater for biases
   * has. Works for layers that wrap another one, too.
   *
   * @param layer number of the layer, from 0
   * @param rate finite and at least 0
   * @throws IllegalArgumentException if the rate is out of range, the network is of another kind or
   *     has no such layer, the layer has no parameters or an updater of DL4J's, or tensors would
   *     share a block that have not taken the same steps
   */
  public static void set(Model network, int layer, double rate) {
    set(network, LayerUpdaters.of(network, layer), constant(rate));
  }

  /** As {@link #set(Model, int, double)}, with a schedule. */
  public static void set(Model network, int layer, ISchedule schedule) {
    set(network, LayerUpdaters.of(network, layer), scheduled(schedule));
  }

  /**
   * As {@link #set(Model, int, double)} for a ComputationGraph.
   *
   * @param layer name of the vertex
   */
  public static void set(Model network, String layer, double rate) {
    set(network, LayerUpdaters.of(network, layer), constant(rate));
  }

  /** As {@link #set(Model, String, double)}, with a schedule. */
  public static void set(Model network, String layer, ISchedule schedule) {
    set(network, LayerUpdaters.of(network, layer), scheduled(schedule));
  }

  private static Consumer<IUpdater> constant(double rate) {
    Arguments.nonNegative("learningRate", rate);
    return updater -> updater.setLrAndSchedule(rate, null);
  }

  private static Consumer<IUpdater> scheduled(ISchedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    return updater -> updater.setLrAndSchedule(Double.NaN, schedule);
  }

  private static void set(Model network, LayerUpdaters layer, Consumer<IUpdater> change) {
    orUndo(layer.replace(change), () -> BlockRearrangement.apply(network));
  }

  /**
   * In place, so that no updater has to be made, if blocks stay as they are; otherwise with copies,
   * so that clones, whose blocks nothing changes, go on fitting their configurations.
   */
  private static void set(Model network, Consumer<IUpdater> change) {
    NetworkNoise.of(network);
    List<Runnable> undo = new ArrayList<>();
    Set<IUpdater> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (NetworkLayout.Tensor tensor : NetworkLayout.of(network).tensors()) {
      if (updater(tensor) instanceof NoiseAwareUpdater noiseAware && changed.add(noiseAware)) {
        undo.add(noiseAware.rateRestorer());
        change.accept(noiseAware);
      }
    }
    if (!BlockRearrangement.isCurrent(network)) {
      undo.forEach(Runnable::run);
      set(network, LayerUpdaters.ofAll(network), change);
    }
  }

  private static void orUndo(Runnable undo, Runnable action) {
    boolean done = false;
    try {
      action.run();
      done = true;
    } finally {
      if (!done) {
        undo.run();
      }
    }
  }

  private static IUpdater updater(NetworkLayout.Tensor tensor) {
    return tensor.layer().getConfig().getUpdaterByParam(tensor.parameter());
  }
}
