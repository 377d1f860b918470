package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
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
 * <p>With {@link NoiseAware#auto()}, or another rule with a probe of the step length, the trainer
 * computes the gradients of the probe by itself, with the same dropout masks: it then seeds ND4J's
 * random generator before every micro-batch. After a probed step the array of gradients holds that
 * of the probe, and DL4J's listeners see its forward and backward passes too.
 *
 * <p>Not thread-safe, except for {@link #stop}.
 */
public final class NoiseAwareTrainer implements AutoCloseable {
  private final TrainingLoop loop;
  private final TrainerState state;

  private NoiseAwareTrainer(Builder builder) {
    NetworkAdapter network = NetworkAdapter.of(builder.model);
    NetworkLayout layout = NetworkLayout.of(builder.model);
    check(network, layout);
    Penalties penalties = Penalties.of(layout);
    SampleWatch watch = SampleWatch.of(builder.sampleNorms, layout, penalties);
    NoiseAwareOptimizer optimizer =
        builder.optimizer.forParameters(
            NdArrays.parameters("parameters", network.parameters()), layout.segments());
    watch.expect(optimizer);
    this.loop =
        new TrainingLoop(
            network,
            optimizer,
            new TrainingLoop.Settings(
                penalties,
                watch,
                List.copyOf(builder.listeners),
                builder.metric,
                builder.seed,
                builder.checkpoints));
    this.state = new TrainerState(network, optimizer, loop);
    loop.saveWith(state);
  }

  private static void check(NetworkAdapter network, NetworkLayout layout) {
    if (layout.segments().gradientLength() == 0) {
      throw new IllegalArgumentException("the network has no trainable parameters");
    }
    if (!network.isMiniBatch()) {
      throw new IllegalArgumentException(
          "the network has miniBatch(false), allowed: true, gradients are means over examples");
    }
    if (network.isTruncated()) {
      throw new IllegalArgumentException(
          "the network has truncated backpropagation, which takes a step for each window; allowed"
              + " with a trainer: standard backpropagation (NoiseAwareAdam works with both)");
    }
  }

  /** Returns a builder for an initialised network. */
  public static Builder of(Model network) {
    return new Builder(network);
  }

  /**
   * Trains until the budget is used up. The next call goes on where this one stopped, in the middle
   * of an epoch if need be.
   *
   * @throws IllegalArgumentException if the data do not fit the network; a step that has begun is
   *     then left out
   */
  public TrainingSummary fit(TrainingData data, Budget budget) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(budget, "budget");
    return loop.run(data, budget);
  }

  /** Trains on arrays in memory, shuffled each epoch. */
  public TrainingSummary fit(DataSet data, Budget budget) {
    return fit(TrainingData.shuffled(data, loop.settings().seed().orElse(0)), budget);
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

  /**
   * Writes all that training needs to go on with the same bits: parameters, counters, optimizer,
   * and where the data stand.
   *
   * @throws IllegalStateException in the middle of a step
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
    CheckpointFile.restore(file, state);
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
    private CheckpointFile checkpoints;
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
     * Seeds ND4J's random generator before every micro-batch, so that dropout is the same in a run
     * that was saved and restored; also the order of data given as arrays.
     */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /**
     * Saves to {@code file} after every {@code steps} steps. The file is complete at every moment:
     * it is written beside, forced to the disk and renamed.
     */
    public Builder checkpoint(Path file, int steps) {
      this.checkpoints = new CheckpointFile(file, steps);
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
      if (Kernels.select().placement() != Placement.HOST) {
        optimizer.kernels(Kernels.select(Placement.HOST));
      }
      return new NoiseAwareTrainer(this);
    }
  }
}
