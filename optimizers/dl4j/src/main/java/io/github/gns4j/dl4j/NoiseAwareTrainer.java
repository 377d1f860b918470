package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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
 * passes too. It keeps an {@linkplain NoiseAwareTrainerBuilder#average average} of the parameters
 * then, too: the metric is that of the averaged network, and {@link #close} leaves it in the
 * network.
 *
 * <p>Not thread-safe, except for {@link #stop}.
 */
public final class NoiseAwareTrainer implements AutoCloseable {
  private final TrainingLoop loop;
  private final TrainerState state;

  NoiseAwareTrainer(TrainingLoop loop, TrainerState state) {
    this.loop = loop;
    this.state = state;
  }

  /** Returns a builder for an initialised network. */
  public static NoiseAwareTrainerBuilder of(Model network) {
    return new NoiseAwareTrainerBuilder(network);
  }

  /**
   * Trains until the budget is used up. The next call goes on where this one stopped, in the middle
   * of an epoch if need be.
   *
   * @throws IllegalArgumentException if the data do not fit the network; those samples are then
   *     left out, and the next call goes on with the step after the micro-batches before them
   * @throws IllegalStateException after {@link #close}, within {@link #withAverage}, and from a
   *     listener of another call
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

  /**
   * Lets the network compute with the {@linkplain NoiseAwareTrainerBuilder#average average} of its
   * parameters: for an evaluation, or to write the averaged network to a file. Afterwards it has
   * the parameters it trains on, bit for bit. Where no average is kept, and before the first step
   * that was applied, it computes with its own; after {@link #close} it has the average anyway. The
   * time it takes is left out of every measurement.
   *
   * @param use must not change the network
   * @throws IllegalStateException while a gradient is computed or applied, as from a DL4J listener,
   *     and within another call
   */
  public <T, E extends Exception> T withAverage(NetworkUse<T, E> use) throws E {
    return loop.withAverage(use);
  }

  /** Returns the network that is trained. */
  Model network() {
    return loop.model();
  }

  /**
   * Writes all that training needs to go on with the same bits: parameters and their average,
   * counters, optimizer, and where the data stand, in the middle of an epoch and between two
   * micro-batches of a step as well.
   *
   * @throws IllegalStateException while a gradient is computed or applied, as from a DL4J listener,
   *     within {@link #withAverage}, and after {@link #close}
   */
  public void save(OutputStream out) throws IOException {
    state.save(out);
  }

  /**
   * Takes up what {@link #save} wrote, for a network and optimizer of the same configuration; the
   * data given to the next {@link #fit} are moved to where they stood.
   *
   * @throws IOException if it is cut off, damaged or of another network, or if the two trainers do
   *     not keep the same {@linkplain NoiseAwareTrainerBuilder#average average}, which the message
   *     names of both; then nothing has changed
   * @throws IllegalStateException as {@link #save}
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

  /**
   * Ends training: the network gets the {@linkplain NoiseAwareTrainerBuilder#average average} of
   * its parameters, if one is kept and a step was applied, so that it is the network that the
   * metric measured; then the listeners are told. Until then it has the parameters that it trains
   * on: {@code network.params().dup()} before this call keeps them, a checkpoint holds both, and
   * {@link NoiseAwareTrainerBuilder#withoutAverage} leaves them as they are. A second call does
   * nothing.
   *
   * @throws IllegalStateException while {@link #fit} runs, as from a listener, and within {@link
   *     #withAverage}; then nothing has changed. Also if the network's parameters were moved to
   *     another array: then the trainer is closed without changing them
   */
  @Override
  public void close() {
    loop.close();
  }
}
