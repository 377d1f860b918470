package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains a MultiLayerNetwork or ComputationGraph with an optimizer that chooses learning rate and
 * batch size from the gradient noise:
 *
 * <pre>{@code
 * NoiseAwareTrainer trainer = NoiseAwareTrainer.of(net)
 *     .optimizer(NoiseAware.lamb().learningRate(2e-3).weightDecay(0.01))
 *     .batch(BatchRule.timeOptimal().between(16, 4096).startingAt(64))
 *     .maxMicroBatch(512)
 *     .build();
 * trainer.fit(TrainingData.shuffled(data, 42), Budget.epochs(5));
 * }</pre>
 *
 * <p>The trainer's optimizer takes the place of the updaters in the network's configuration; L1, L2
 * and constraints of the layers stay in force. A batch is computed in micro-batches and equals
 * {@code fit} on the whole batch (batch norm excepted: it normalises within each micro-batch, and
 * its running statistics are averaged over them). Iteration and epoch counters and DL4J's listeners
 * go as under {@code fit}; {@code onForwardPass} and {@code onBackwardPass} come once for each
 * micro-batch. The array of gradients holds the gradient, not the update, when listeners see it.
 *
 * <p>A network of type HALF trains in mixed precision: the optimizer keeps the parameters in FLOAT
 * and rounds them into the network after every step. {@link NoiseAwareBuilder#lossScaling} of the
 * optimizer keeps its gradients in range; the loss that listeners and reports see is not scaled,
 * the array of gradients that DL4J's listeners see is.
 *
 * <p>Dropout draws from ND4J's generator, which is seeded anew for every micro-batch from the seed,
 * the step and the micro-batch, so that a run that was saved and restored draws the same.
 *
 * <p>With {@link NoiseAware#auto()}, or another rule with a probe of the step length, the trainer
 * computes the gradients of the probe by itself, with the same dropout. After a probed step the
 * array of gradients holds that of the probe, and DL4J's listeners see its forward and backward
 * passes too.
 *
 * <p>Not thread-safe, except for {@link #stop}.
 */
public final class NoiseAwareTrainer implements AutoCloseable {
  private final TrainingLoop loop;
  private final TrainerState state;

  private NoiseAwareTrainer(Builder builder) {
    NetworkAdapter network = NetworkAdapter.of(builder.model);
    NetworkLayout layout = NetworkLayout.of(builder.model);
    TrainerChecks.check(network, layout);
    Penalties penalties = Penalties.of(layout);
    MasterParameters master = MasterParameters.of(network);
    NoiseAwareOptimizer optimizer =
        builder.optimizer.forParameters(master.array(), layout.segments());
    SampleWatch watch = SampleWatch.of(builder.sampleNorms, layout, penalties);
    watch.expect(optimizer);
    OutputLosses outputs =
        optimizer.lossScaling().isNone() ? OutputLosses.UNSCALED : OutputLosses.of(builder.model);
    StepGradients gradients =
        new StepGradients(
            network,
            optimizer,
            master,
            new StepGradients.Losses(outputs, penalties, watch),
            builder.seed.orElse(builder.model.conf().getSeed()));
    StepLoop step = new StepLoop(network, optimizer, master, gradients);
    this.loop =
        new TrainingLoop(
            network,
            optimizer,
            master,
            step,
            new TrainingLoop.Settings(
                List.copyOf(builder.listeners), builder.metric, builder.checkpoints));
    this.state = new TrainerState(network, master, loop);
    loop.saveWith(state);
  }

  /** Returns a builder for an initialised network. */
  public static Builder of(Model network) {
    return new Builder(network);
  }

  /**
   * Trains until the budget is used up. The next call goes on where this one stopped, in the middle
   * of an epoch if need be.
   *
   * @throws IllegalArgumentException if the data do not fit the network; those samples are then
   *     left out, and the next call goes on with the step after the micro-batches before them
   */
  public TrainingSummary fit(TrainingData data, Budget budget) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(budget, "budget");
    return loop.run(data, budget);
  }

  /** Trains on arrays in memory, shuffled each epoch. */
  public TrainingSummary fit(DataSet data, Budget budget) {
    return fit(TrainingData.shuffled(data, loop.step().seed()), budget);
  }

  /** Trains on the samples of an iterator, in batches of our own. */
  public TrainingSummary fit(DataSetIterator data, Budget budget) {
    return fit(TrainingData.of(data), budget);
  }

  /** Lets {@link #fit} return after the step under way. May be called by any thread. */
  public void stop() {
    loop.stop();
  }

  /** Returns the optimizer, for its counters and estimates. */
  public NoiseAwareOptimizer optimizer() {
    return loop.optimizer();
  }

  /** Returns the network that is trained. */
  Model network() {
    return loop.model();
  }

  /**
   * Writes all that training needs to go on with the same bits: parameters, counters, optimizer,
   * and where the data stand, in the middle of an epoch and between two micro-batches of a step as
   * well.
   *
   * @throws IllegalStateException while a gradient is computed or applied, as from a DL4J listener
   */
  public void save(OutputStream out) throws IOException {
    state.save(out);
  }

  /**
   * Takes up what {@link #save} wrote, for a network and optimizer of the same configuration; the
   * data given to the next {@link #fit} are moved to where they stood.
   *
   * @throws IOException if it is cut off, damaged or of another network; then nothing has changed
   */
  public void restore(InputStream in) throws IOException {
    state.restore(in);
  }

  /** Takes up a checkpoint file. */
  public void restore(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      state.restore(in);
    }
  }

  /** Tells the listeners that training is over. */
  @Override
  public void close() {
    loop.close();
  }

  /** Sets up a {@link NoiseAwareTrainer}; each setter checks its argument. */
  public static final class Builder {
    private final Model model;
    private final List<StepListener> listeners = new ArrayList<>();
    private NoiseAwareBuilder<?> optimizer = NoiseAware.adam();
    private BatchPolicy batch;
    private Integer maxMicroBatch;
    private TrainerMetric metric;
    private OptionalLong seed = OptionalLong.empty();
    private Checkpoints checkpoints;
    private SampleNorms sampleNorms;

    private Builder(Model model) {
      this.model = Objects.requireNonNull(model, "network");
    }

    /** Sets the optimizer; Adam with its usual settings unless set. */
    public Builder optimizer(NoiseAwareBuilder<?> builder) {
      this.optimizer = Objects.requireNonNull(builder, "optimizer");
      return this;
    }

    /** Sets how the batch size is chosen, over what the optimizer's builder says. */
    public Builder batch(BatchPolicy policy) {
      this.batch = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Sets how the batch size is chosen, with the usual limits. */
    public Builder batch(BatchRule rule) {
      return batch(BatchPolicy.of(Objects.requireNonNull(rule, "rule")));
    }

    /** Sets the most samples that are computed at once, at least 1; larger batches accumulate. */
    public Builder maxMicroBatch(int samples) {
      this.maxMicroBatch = Arguments.atLeast("maxMicroBatch", samples, 1);
      return this;
    }

    /** Adds listeners that are told of every step once it is complete, in order. */
    public Builder listeners(StepListener... added) {
      for (StepListener listener : added) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
      }
      return this;
    }

    /**
     * Tells the noise of every step from the gradients of its single samples, without
     * micro-batches: {@code .sampleNorms(GradientTaps.of(net))}. They enter the Euclidean estimate,
     * which SGD decides by and which clipping and reports use; Adam and LAMB decide in their own
     * metric, which these norms do not show.
     *
     * @param norms of this trainer's network
     */
    public Builder sampleNorms(SampleNorms norms) {
      this.sampleNorms = Objects.requireNonNull(norms, "norms");
      return this;
    }

    /**
     * Measures a number at the end of each epoch, for listeners and for {@link Budget#untilMetric}.
     *
     * @param measure must not change the network
     */
    public Builder metric(String name, ToDoubleFunction<Model> measure) {
      this.metric = new TrainerMetric(name, measure, 0);
      return this;
    }

    /** As {@link #metric(String, ToDoubleFunction)}, and after every {@code steps} steps. */
    public Builder metricEvery(int steps, String name, ToDoubleFunction<Model> measure) {
      Arguments.atLeast("steps", steps, 1);
      this.metric = new TrainerMetric(name, measure, steps);
      return this;
    }

    /**
     * Sets the seed of dropout and of the order of data given as arrays; the seed in the network's
     * configuration unless set. A restored trainer has the seed that was saved.
     */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /**
     * Saves to {@code file} after every {@code steps} steps. The file is whole at every moment,
     * also if the process is killed: see {@link io.github.gns4j.state.AtomicFile}.
     */
    public Builder checkpoint(Path file, int steps) {
      this.checkpoints = Checkpoints.everySteps(file, steps);
      return this;
    }

    /**
     * Saves to {@code file} after the micro-batch in which {@code interval} has passed since it was
     * saved last, in the middle of a step if need be; with 0 after every micro-batch.
     */
    public Builder checkpoint(Path file, Duration interval) {
      this.checkpoints = Checkpoints.every(file, interval);
      return this;
    }

    /**
     * Makes the trainer.
     *
     * @throws IllegalArgumentException if the network is of a kind that cannot be trained so (the
     *     message says why), or the settings contradict one another
     */
    public NoiseAwareTrainer build() {
      if (batch != null) {
        optimizer.batch(batch);
      }
      if (maxMicroBatch != null) {
        optimizer.maxMicroBatch(maxMicroBatch);
      }
      return new NoiseAwareTrainer(this);
    }
  }
}
