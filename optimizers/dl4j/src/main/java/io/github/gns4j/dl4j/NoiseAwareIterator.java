package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchController;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.BatchInput;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.StepTimeModel;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A data source whose batches follow the noise that a network's {@link NoiseAwareUpdater}s measure,
 * under plain {@code net.fit(iterator)}:
 *
 * <pre>{@code
 * net.fit(NoiseAwareIterator.of(net, TrainingData.shuffled(data, 42),
 *     BatchRule.critical(1).between(16, 1024).startingAt(64)), 5);
 * }</pre>
 *
 * Each {@code next()} decides the size from what the steps before have shown, and tells the
 * updaters how many samples come. Not prefetched ({@code asyncSupported()} is false): a prefetched
 * batch would be of a size decided three steps ago. A rule that weighs time counts the time between
 * two calls as that of a step, waiting for data included.
 *
 * <p>One instance serves one network; not thread-safe. Its state is the place in the data and what
 * the batch rule has learned; save it beside the network.
 */
public final class NoiseAwareIterator implements DataSetIterator, Stateful {
  private static final long serialVersionUID = 1L;
  private static final double NANOS = 1e-9;

  private final transient Model model;
  private final transient TrainingData data;
  private final transient BatchController controller;
  private final transient StepTimeModel stepTime = new StepTimeModel();
  private final transient LongSupplier nanoClock;
  private final transient PlannedStep step;
  private transient MultiDataSet waiting;
  private transient BatchDecision decision;
  private transient long given = -1;
  private DataSetPreProcessor preProcessor;

  private NoiseAwareIterator(
      Model model,
      TrainingData data,
      BatchPolicy policy,
      int maxMicroBatch,
      LongSupplier nanoClock) {
    this.model = Objects.requireNonNull(model, "network");
    this.data = Objects.requireNonNull(data, "data");
    this.nanoClock = Objects.requireNonNull(nanoClock, "clock");
    this.step = new PlannedStep(Arguments.atLeast("maxMicroBatch", maxMicroBatch, 1));
    Family family = NetworkNoise.of(model).largest().family();
    if (family.accumulates() == (maxMicroBatch == Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the updaters have accumulate("
              + family.accumulation()
              + ") and the iterator "
              + (family.accumulates() ? "no maxMicroBatch" : "maxMicroBatch " + maxMicroBatch)
              + ", allowed: both or neither");
    }
    this.controller =
        new BatchController(
            Objects.requireNonNull(policy, "policy"),
            family.scaling().rule(),
            family.batchSize(),
            maxMicroBatch);
  }

  /**
   * Returns an iterator over {@code data}.
   *
   * @param network an initialised network whose updaters are noise-aware
   * @throws IllegalArgumentException if they are not
   */
  public static NoiseAwareIterator of(Model network, TrainingData data, BatchPolicy policy) {
    return of(network, data, policy, System::nanoTime);
  }

  /** As {@link #of(Model, TrainingData, BatchPolicy)} with the usual limits. */
  public static NoiseAwareIterator of(Model network, TrainingData data, BatchRule rule) {
    return of(network, data, BatchPolicy.of(Objects.requireNonNull(rule, "rule")));
  }

  /**
   * As {@link #of(Model, TrainingData, BatchPolicy)} under a clock of one's own, in nanoseconds.
   */
  public static NoiseAwareIterator of(
      Model network, TrainingData data, BatchPolicy policy, LongSupplier nanoClock) {
    return new NoiseAwareIterator(network, data, policy, Integer.MAX_VALUE, nanoClock);
  }

  /**
   * As {@link #of(Model, TrainingData, BatchPolicy)} for updaters that {@linkplain
   * NoiseAwareUpdater.Builder#accumulate accumulate}: a batch is given out in micro-batches, which
   * the updaters gather into one step.
   *
   * @param maxMicroBatch most samples that are computed at once, at least 1
   * @throws IllegalArgumentException if the updaters do not accumulate
   */
  public static NoiseAwareIterator of(
      Model network, TrainingData data, BatchPolicy policy, int maxMicroBatch) {
    return new NoiseAwareIterator(network, data, policy, maxMicroBatch, System::nanoTime);
  }

  /** Returns the last decision on the batch size and why, if there was one. */
  public Optional<BatchDecision> decision() {
    return Optional.ofNullable(decision);
  }

  @Override
  public boolean hasNext() {
    if (waiting == null) {
      prepare();
      waiting = data.next(step.ask()).orElse(null);
    }
    return waiting != null;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has ended: call reset()");
    }
    MultiDataSet batch = waiting;
    waiting = null;
    int samples = Rows.count(batch);
    step.give(samples);
    NetworkNoise noise = NetworkNoise.of(model);
    noise.nextBatch(samples);
    noise.planLast(!step.isOpen());
    given = nanoClock.getAsLong();
    return prepared(batch);
  }

  /** Returns the next samples of the epoch, whatever the batch rule says. */
  @Override
  public DataSet next(int samples) {
    if (waiting != null) {
      throw new IllegalStateException("a batch is waiting after hasNext(), allowed: next()");
    }
    prepare();
    step.begin(Arguments.atLeast("samples", samples, 1));
    waiting = data.next(step.ask()).orElse(null);
    return next();
  }

  /** Takes note of the micro-batch that was given, and plans a step if none is open. */
  private void prepare() {
    if (given >= 0) {
      step.took((nanoClock.getAsLong() - given) * NANOS);
      given = -1;
      if (!step.isOpen()) {
        learn();
      }
    }
    if (!step.isOpen()) {
      step.begin(controller.batch());
    }
  }

  private void learn() {
    if (step.seconds() > 0) {
      stepTime.observe(step.samples(), step.parts(), step.seconds(), 0);
    }
    NetworkNoise noise = NetworkNoise.of(model);
    NoiseEstimate estimate = noise.estimate();
    OptionalDouble loss = OptionalDouble.of(model.score());
    decision =
        controller.decide(
            new BatchInput(
                estimate, step.samples(), noise.learningRate(), finite(loss), stepTime.fit()));
  }

  private static OptionalDouble finite(OptionalDouble loss) {
    return Double.isFinite(loss.getAsDouble()) ? loss : OptionalDouble.empty();
  }

  private DataSet prepared(MultiDataSet batch) {
    DataSet set = Rows.toDataSet(batch);
    if (preProcessor != null) {
      preProcessor.preProcess(set);
    }
    return set;
  }

  @Override
  public void reset() {
    waiting = null;
    data.nextEpoch();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  /** Returns the size that the next batch has unless the epoch ends before. */
  @Override
  public int batch() {
    return controller.batch();
  }

  @Override
  public int inputColumns() {
    throw new UnsupportedOperationException("the shape of the data is known batch by batch only");
  }

  @Override
  public int totalOutcomes() {
    throw new UnsupportedOperationException("the shape of the data is known batch by batch only");
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public List<String> getLabels() {
    return null;
  }

  /**
   * Writes the place in the data and what the batch rule has learned.
   *
   * @throws IllegalStateException between {@code hasNext()} and {@code next()}
   */
  @Override
  public void save(DataOutput out) throws IOException {
    if (waiting != null) {
      throw new IllegalStateException("a batch is waiting after hasNext(), allowed: after next()");
    }
    data.save(out);
    controller.save(out);
    stepTime.save(out);
    step.save(out);
    out.writeBoolean(given >= 0);
  }

  /** Takes up what {@link #save} wrote; the step that was under way is not timed. */
  @Override
  public void restore(DataInput in) throws IOException {
    waiting = null;
    data.restore(in);
    controller.restore(in);
    stepTime.restore(in);
    step.restore(in);
    given = in.readBoolean() ? nanoClock.getAsLong() : -1;
  }
}
