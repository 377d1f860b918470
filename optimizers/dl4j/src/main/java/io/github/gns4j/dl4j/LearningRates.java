package io.github.gns4j.dl4j;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Changes base rates between steps and leaves everything else as it is. DL4J's own {@code
 * setLearningRate} makes all updaters anew and rearranges their state on the assumption that it
 * holds up to three numbers a parameter, which ours does not; it works only where the blocks of
 * updaters stay the same.
 *
 * <p>As with DL4J's, a network shares its updater configurations with its clones.
 */
public final class LearningRates {
  private LearningRates() {}

  /**
   * Sets the base rate of every noise-aware updater of a network, those of biases included.
   *
   * @param rate finite and at least 0
   * @throws IllegalArgumentException if updaters that differ in nothing but the rate would become
   *     equal: DL4J would make one block of them at the next load, which no saved state fits
   */
  public static void set(Model network, double rate) {
    NoiseAwareAdam check = new NoiseAwareAdam(rate);
    set(network, updater -> updater.setLrAndSchedule(check.getLearningRate(0, 0), null));
  }

  /** As {@link #set(Model, double)}, with a schedule. */
  public static void set(Model network, ISchedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    set(network, updater -> updater.setLrAndSchedule(Double.NaN, schedule));
  }

  private static void set(Model network, Consumer<IUpdater> change) {
    NetworkNoise.of(network);
    List<NetworkLayout.Tensor> tensors = NetworkLayout.of(network).tensors();
    for (int i = 1; i < tensors.size(); i++) {
      requireApart(tensors.get(i - 1), tensors.get(i), change);
    }
    for (NetworkLayout.Tensor tensor : tensors) {
      if (updater(tensor) instanceof NoiseAwareUpdater noiseAware) {
        change.accept(noiseAware);
      }
    }
  }

  private static void requireApart(
      NetworkLayout.Tensor left, NetworkLayout.Tensor right, Consumer<IUpdater> change) {
    if (!(updater(left) instanceof NoiseAwareUpdater a)
        || !(updater(right) instanceof NoiseAwareUpdater b)
        || a.equals(b)) {
      return;
    }
    IUpdater changedA = a.clone();
    IUpdater changedB = b.clone();
    change.accept(changedA);
    change.accept(changedB);
    if (changedA.equals(changedB)) {
      throw new IllegalArgumentException(
          left.segment().name()
              + " and "
              + right.segment().name()
              + " have rates of their own, allowed: one rate for all, set before init()");
    }
  }

  private static IUpdater updater(NetworkLayout.Tensor tensor) {
    return tensor.layer().getConfig().getUpdaterByParam(tensor.parameter());
  }
}
