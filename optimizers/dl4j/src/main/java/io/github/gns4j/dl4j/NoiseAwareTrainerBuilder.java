package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;

/** Sets up a {@link NoiseAwareTrainer}; each setter checks its argument. Not thread-safe. */
public final class NoiseAwareTrainerBuilder {
  private final Model model;
  private final List<StepListener> listeners = new ArrayList<>();
  private NoiseAwareBuilder<?> optimizer = NoiseAware.adam();
  private BatchPolicy batch;
  private Integer maxMicroBatch;
  private TrainerMetric metric;
  private OptionalLong seed = OptionalLong.empty();
  private Checkpoints checkpoints;
  private SampleNorms sampleNorms;
  private boolean averageChosen;
  private WeightAverage.Factory average;

  NoiseAwareTrainerBuilder(Model model) {
    this.model = Objects.requireNonNull(model, "network");
  }

  /** Sets the optimizer; Adam with its usual settings unless set. */
  public NoiseAwareTrainerBuilder optimizer(NoiseAwareBuilder<?> builder) {
    this.optimizer = Objects.requireNonNull(builder, "optimizer");
    return this;
  }

  /** Sets how the batch size is chosen, over what the optimizer's builder says. */
  public NoiseAwareTrainerBuilder batch(BatchPolicy policy) {
    this.batch = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Sets how the batch size is chosen, with the usual limits. */
  public NoiseAwareTrainerBuilder batch(BatchRule rule) {
    return batch(BatchPolicy.of(Objects.requireNonNull(rule, "rule")));
  }

  /** Sets the most samples that are computed at once, at least 1; larger batches accumulate. */
  public NoiseAwareTrainerBuilder maxMicroBatch(int samples) {
    this.maxMicroBatch = Arguments.atLeast("maxMicroBatch", samples, 1);
    return this;
  }

  /** Adds listeners that are told of every step once it is complete, in order. */
  public NoiseAwareTrainerBuilder listeners(StepListener... added) {
    for (StepListener listener : added) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
    }
    return this;
  }

  /**
   * Tells the noise of every step from the gradients of its single samples, without micro-batches:
   * {@code .sampleNorms(GradientTaps.of(net))}. They enter the Euclidean estimate, which SGD
   * decides by and which clipping and reports use; Adam and LAMB decide in their own metric, which
   * these norms do not show.
   *
   * @param norms of this trainer's network
   */
  public NoiseAwareTrainerBuilder sampleNorms(SampleNorms norms) {
    this.sampleNorms = Objects.requireNonNull(norms, "norms");
    return this;
  }

  /**
   * Keeps an average of the parameters beside training, which often generalises better than the
   * last ones: {@code .average(WeightAverage.exponential(0.999, 64))}. The {@linkplain #metric
   * metric} and {@link NoiseAwareEarlyStopping} measure the network with the average, {@link
   * NoiseAwareTrainer#withAverage} lends it to anything else, and {@link NoiseAwareTrainer#close}
   * leaves it in the network; training itself goes on as without. It takes the memory of two more
   * arrays of parameters, and a pass over them each step.
   *
   * <p>Unless this or {@link #withoutAverage} is called, the average is {@link
   * WeightAverage#polynomial()} if the rate finds itself, as under {@link NoiseAware#auto()}, where
   * it takes the place of a rate that decays; otherwise none is kept. The last of the two calls
   * holds.
   */
  public NoiseAwareTrainerBuilder average(WeightAverage.Factory factory) {
    this.average = Objects.requireNonNull(factory, "factory");
    this.averageChosen = true;
    return this;
  }

  /**
   * Keeps no average, whatever the optimizer: metrics measure the parameters as they are after each
   * step, and the network ends with the last ones. For {@link NoiseAware#auto()} under a schedule
   * that decays to 0, or where the memory is scarce.
   */
  public NoiseAwareTrainerBuilder withoutAverage() {
    this.average = null;
    this.averageChosen = true;
    return this;
  }

  /**
   * Measures a number at the end of each epoch, for listeners and for {@link Budget#untilMetric};
   * of the averaged network where an {@link #average} is kept.
   *
   * @param measure must not change the network
   */
  public NoiseAwareTrainerBuilder metric(String name, ToDoubleFunction<Model> measure) {
    this.metric = new TrainerMetric(name, measure, 0);
    return this;
  }

  /** As {@link #metric(String, ToDoubleFunction)}, and after every {@code steps} steps. */
  public NoiseAwareTrainerBuilder metricEvery(
      int steps, String name, ToDoubleFunction<Model> measure) {
    Arguments.atLeast("steps", steps, 1);
    this.metric = new TrainerMetric(name, measure, steps);
    return this;
  }

  /**
   * Sets the seed of dropout and of the order of data given as arrays; the seed in the network's
   * configuration unless set. A restored trainer has the seed that was saved.
   */
  public NoiseAwareTrainerBuilder seed(long seed) {
    this.seed = OptionalLong.of(seed);
    return this;
  }

  /**
   * Saves to {@code file} after every {@code steps} steps. The file is whole at every moment, also
   * if the process is killed: see {@link io.github.gns4j.state.AtomicFile}.
   */
  public NoiseAwareTrainerBuilder checkpoint(Path file, int steps) {
    this.checkpoints = Checkpoints.everySteps(file, steps);
    return this;
  }

  /**
   * Saves to {@code file} after the micro-batch in which {@code interval} has passed since it was
   * saved last, in the middle of a step if need be; with 0 after every micro-batch.
   */
  public NoiseAwareTrainerBuilder checkpoint(Path file, Duration interval) {
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
    return assemble();
  }

  private NoiseAwareTrainer assemble() {
    NetworkAdapter network = NetworkAdapter.of(model);
    NetworkLayout layout = NetworkLayout.of(model);
    TrainerChecks.check(network, layout);
    Penalties penalties = Penalties.of(layout);
    MasterParameters master = MasterParameters.of(network);
    NoiseAwareOptimizer built = optimizer.forParameters(master.array(), layout.segments());
    WeightDecayCheck.check(layout, built.weightDecay());
    SampleWatch watch = SampleWatch.of(sampleNorms, layout, penalties);
    watch.expect(built);
    OutputLosses outputs =
        built.lossScaling().isNone() ? OutputLosses.UNSCALED : OutputLosses.of(model);
    StepGradients gradients =
        new StepGradients(
            network,
            built,
            master,
            new StepGradients.Losses(outputs, penalties, watch),
            seed.orElse(model.conf().getSeed()));
    TrainingLoop loop =
        new TrainingLoop(
            network,
            built,
            master,
            new StepLoop(network, built, master, gradients),
            new TrainingLoop.Settings(
                List.copyOf(listeners),
                metric,
                checkpoints,
                new ParameterAverage(network, master, averageFor(built))));
    TrainerState state = new TrainerState(network, master, loop);
    loop.saveWith(state);
    return new NoiseAwareTrainer(loop, state);
  }

  /** Returns what makes the average, null for none. */
  private WeightAverage.Factory averageFor(NoiseAwareOptimizer built) {
    return averageChosen || !built.isProbed() ? average : WeightAverage.polynomial();
  }
}
