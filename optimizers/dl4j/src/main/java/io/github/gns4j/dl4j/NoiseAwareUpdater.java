package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What {@link NoiseAwareAdam}, {@link NoiseAwareSgd} and {@link NoiseAwareLamb} share: an updater
 * configuration of DL4J that measures the noise of the gradients it is given, over the whole
 * network, and lets the learning rate follow the batch size.
 *
 * <p>An updater is told neither the batch size nor the loss. It takes every batch to have {@link
 * #getBatchSize()} samples unless {@link Attachment}, {@link NoiseAwareIterator} or {@link
 * NoiseAwareListener} tell it otherwise. Batch-norm statistics and frozen layers have DL4J's {@code
 * NoOp} updater and never enter a norm. Gradients are seen as DL4J hands them over: after L1, L2
 * and gradient normalisation.
 *
 * <p>All counters, averages and the clock of the learning rate live in DL4J's updater state: what
 * {@code ModelSerializer} saves continues with the same bits as a run that never stopped. FLOAT and
 * DOUBLE networks.
 */
public abstract sealed class NoiseAwareUpdater implements IUpdater
    permits AdaptiveUpdater, NoiseAwareSgd {
  private static final long serialVersionUID = 1L;

  /** Samples a batch unless something else is said; DL4J's examples and the common choice. */
  static final int DEFAULT_BATCH_SIZE = 32;

  private double learningRate;
  private ISchedule learningRateSchedule;
  private int batchSize = DEFAULT_BATCH_SIZE;
  private RateScaling scaling;
  private int accumulation = 1;

  NoiseAwareUpdater(double learningRate, RateScaling scaling) {
    this.learningRate = learningRate;
    this.scaling = scaling;
  }

  /** Copies what all builders set. */
  NoiseAwareUpdater(Builder<?> builder) {
    this.learningRate = builder.learningRate;
    this.learningRateSchedule = builder.learningRateSchedule;
    this.batchSize = builder.batchSize;
    this.scaling = builder.scaling;
    this.accumulation = builder.accumulation;
  }

  /** Makes the step; checks the settings, which JSON may have brought in unchecked. */
  abstract UpdaterAlgorithm algorithm();

  /** Returns the settings of the algorithm, for comparison. */
  abstract List<Object> algorithmSettings();

  /** Returns the samples of the batches for which the rate was chosen. */
  public int getBatchSize() {
    return batchSize;
  }

  /** Returns how the rate follows the batch. */
  public RateScaling getScaling() {
    return scaling;
  }

  /** Returns how many batches of {@code fit} make one step; see {@link Builder#accumulate}. */
  public int getAccumulation() {
    return accumulation;
  }

  /**
   * Returns what updaters must agree in to share one estimate of the noise: all but the rate, so
   * that layers with rates of their own still count as one network.
   */
  final Family family() {
    return new Family(
        algorithm(),
        Arguments.atLeast("batchSize", batchSize, 1),
        requireScaling(),
        Arguments.atLeast("accumulation", accumulation, 1));
  }

  private RateScaling requireScaling() {
    return Objects.requireNonNull(scaling, "scaling");
  }

  @Override
  public final long stateSize(long numParams) {
    return StateBytes.CAPACITY + family().arrays() * numParams;
  }

  @Override
  public final GradientUpdater<NoiseAwareUpdater> instantiate(
      INDArray viewArray, boolean initializeViewArray) {
    BlockUpdater updater = new BlockUpdater(this);
    updater.bind(viewArray, initializeViewArray);
    return updater;
  }

  @Override
  public final GradientUpdater<NoiseAwareUpdater> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    BlockUpdater updater = new BlockUpdater(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  /** Returns the rate before scaling. */
  @Override
  public final double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public final boolean hasLearningRate() {
    return true;
  }

  @Override
  public final void setLrAndSchedule(double rate, ISchedule schedule) {
    if (schedule == null) {
      Arguments.nonNegative("learningRate", rate);
    }
    this.learningRate = rate;
    this.learningRateSchedule = schedule;
  }

  /** Returns what sets the rate back to what it is now. */
  final Runnable rateRestorer() {
    double rate = learningRate;
    ISchedule schedule = learningRateSchedule;
    return () -> {
      learningRate = rate;
      learningRateSchedule = schedule;
    };
  }

  @Override
  public abstract IUpdater clone();

  final void copyTo(NoiseAwareUpdater copy) {
    copy.learningRate = learningRate;
    copy.learningRateSchedule = learningRateSchedule == null ? null : learningRateSchedule.clone();
    copy.batchSize = batchSize;
    copy.scaling = scaling;
    copy.accumulation = accumulation;
  }

  private List<Object> settings() {
    List<Object> settings = new ArrayList<>(algorithmSettings());
    settings.add(learningRate);
    settings.add(learningRateSchedule);
    settings.add(batchSize);
    settings.add(scaling);
    settings.add(accumulation);
    return settings;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof NoiseAwareUpdater that
        && getClass() == that.getClass()
        && settings().equals(that.settings());
  }

  @Override
  public final int hashCode() {
    return settings().hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName()
        + "(rate "
        + (learningRateSchedule == null ? learningRate : learningRateSchedule)
        + ", batch "
        + batchSize
        + ", scaling "
        + scaling
        + (accumulation == 1 ? "" : ", accumulation " + accumulation)
        + ", "
        + algorithmSettings()
        + ")";
  }

  /**
   * Setters that all updaters have; each checks its argument.
   *
   * @param <B> the builder itself
   */
  public abstract static class Builder<B extends Builder<B>> {
    private double learningRate;
    private ISchedule learningRateSchedule;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private RateScaling scaling;
    private int accumulation = 1;

    Builder(double learningRate, RateScaling scaling) {
      this.learningRate = learningRate;
      this.scaling = scaling;
    }

    abstract B self();

    /** Sets a constant base rate, finite and at least 0. */
    public B learningRate(double rate) {
      this.learningRate = Arguments.nonNegative("learningRate", rate);
      this.learningRateSchedule = null;
      return self();
    }

    /** Sets a schedule of the base rate, asked at the clock of the learning rate. */
    public B learningRate(ISchedule schedule) {
      this.learningRateSchedule = Objects.requireNonNull(schedule, "schedule");
      this.learningRate = Double.NaN;
      return self();
    }

    /** Sets the samples of the batches for which the base rate was chosen, at least 1. */
    public B batchSize(int samples) {
      this.batchSize = Arguments.atLeast("batchSize", samples, 1);
      return self();
    }

    /** Sets how the rate follows the batch. */
    public B scaling(RateScaling rule) {
      this.scaling = Objects.requireNonNull(rule, "scaling");
      return self();
    }

    /**
     * Takes one step for every {@code batches} batches that {@code fit} computes, with the mean
     * gradient of their samples, as one batch of all of them would; at least 1. Above 1 the network
     * has to be {@linkplain Attachment attached}, each parameter has one number more of state, and
     * {@link NoiseAwareIterator} may choose how many batches make a step.
     */
    public B accumulate(int batches) {
      this.accumulation = Arguments.atLeast("batches", batches, 1);
      return self();
    }
  }
}
