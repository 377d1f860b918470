package io.github.gns4j.dl4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.IEarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;

/**
 * DL4J's early stopping around a {@link NoiseAwareTrainer}: score calculators, termination
 * conditions, model savers and listeners of an {@link EarlyStoppingConfiguration} act as under
 * {@code EarlyStoppingTrainer}. An iteration is a step of the trainer. Where the trainer keeps an
 * average of the parameters, the averaged network is scored and saved as the best; the latest is
 * the one that trains. Not thread-safe.
 *
 * @param <T> kind of network
 */
public final class NoiseAwareEarlyStopping<T extends Model> implements IEarlyStoppingTrainer<T> {
  private final EarlyStoppingConfiguration<T> configuration;
  private final T network;
  private final NoiseAwareTrainer trainer;
  private final TrainingData data;
  private final Map<Integer, Double> scores = new LinkedHashMap<>();
  private EarlyStoppingListener<T> listener;
  private double bestScore;
  private int bestEpoch;
  private int epoch;

  /**
   * Prepares early stopping.
   *
   * @param network the network of the trainer
   * @param trainer takes the steps
   * @param data what to train on
   * @throws IllegalArgumentException if the trainer trains another network, or the configuration
   *     has no score calculator
   */
  public NoiseAwareEarlyStopping(
      EarlyStoppingConfiguration<T> configuration,
      T network,
      NoiseAwareTrainer trainer,
      TrainingData data) {
    this.configuration = Objects.requireNonNull(configuration, "configuration");
    this.network = Objects.requireNonNull(network, "network");
    this.trainer = Objects.requireNonNull(trainer, "trainer");
    this.data = Objects.requireNonNull(data, "data");
    if (!isSame(trainer.network(), network)) {
      throw new IllegalArgumentException(
          "the trainer trains another network, allowed: the network of the trainer");
    }
    if (configuration.getScoreCalculator() == null) {
      throw new IllegalArgumentException("the configuration has no score calculator");
    }
    configuration.validate();
  }

  @SuppressWarnings("ReferenceEquality") // networks are equal if their parameters are
  private static boolean isSame(Model one, Model other) {
    return one == other;
  }

  @Override
  public void setListener(EarlyStoppingListener<T> earlyStoppingListener) {
    this.listener = earlyStoppingListener;
  }

  /** Refuses: layer-wise pretraining is none of the trainer's. */
  @Override
  public EarlyStoppingResult<T> pretrain() {
    throw new UnsupportedOperationException(
        "layer-wise pretraining, allowed: fit(); DL4J's EarlyStoppingTrainer pretrains");
  }

  /**
   * Trains until a condition is met.
   *
   * @return why training ended, the scores, and the best model (null if none was scored); an
   *     exception in training is a result too, with the reason {@link TerminationReason#Error}, as
   *     with DL4J's own
   */
  @Override
  public EarlyStoppingResult<T> fit() {
    start();
    for (; ; epoch++) {
      Optional<IterationTerminationCondition> met;
      try {
        met = trainEpoch();
      } catch (RuntimeException failure) {
        return result(TerminationReason.Error, failure.toString(), epoch);
      }
      if (met.isPresent()) {
        saveLatest(0);
        return completed(
            TerminationReason.IterationTerminationCondition, met.get().toString(), epoch);
      }
      Optional<EarlyStoppingResult<T>> end = endEpoch();
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private void start() {
    configuration.getIterationTerminationConditions().forEach(c -> c.initialize());
    configuration.getEpochTerminationConditions().forEach(c -> c.initialize());
    scores.clear();
    epoch = 0;
    bestEpoch = -1;
    bestScore = calculator().minimizeScore() ? Double.MAX_VALUE : -Double.MAX_VALUE;
    if (listener != null) {
      listener.onStart(configuration, network);
    }
  }

  /** Returns the condition that ends training in the middle of the epoch, if one does. */
  private Optional<IterationTerminationCondition> trainEpoch() {
    Budget oneStep = Budget.steps(1).orEpochs(1);
    List<IterationTerminationCondition> conditions =
        configuration.getIterationTerminationConditions();
    long steps = 0;
    while (true) {
      TrainingSummary summary = trainer.fit(data, oneStep);
      steps += summary.steps();
      if (summary.epochs() > 0 && steps == 0) {
        throw new IllegalStateException("the data gave no samples in a whole epoch");
      }
      if (summary.epochs() > 0) {
        return Optional.empty();
      }
      if (summary.steps() > 0) {
        double score = network.score();
        Optional<IterationTerminationCondition> met =
            conditions.stream().filter(condition -> condition.terminate(score)).findFirst();
        if (met.isPresent()) {
          return met;
        }
      }
    }
  }

  private Optional<EarlyStoppingResult<T>> endEpoch() {
    if (epoch % configuration.getEvaluateEveryNEpochs() != 0) {
      return Optional.empty();
    }
    double score = trainer.withAverage(_ -> scoreAndSaveBest());
    saveLatest(score);
    if (listener != null) {
      listener.onEpoch(epoch, score, configuration, network);
    }
    boolean minimizes = calculator().minimizeScore();
    return configuration.getEpochTerminationConditions().stream()
        .filter(condition -> condition.terminate(epoch, score, minimizes))
        .findFirst()
        .map(
            met ->
                completed(TerminationReason.EpochTerminationCondition, met.toString(), epoch + 1));
  }

  /** The model that is saved as the best is the one that was scored. */
  private double scoreAndSaveBest() {
    double score = calculator().calculateScore(network);
    scores.put(epoch, score);
    boolean invalid = Double.isNaN(score) || Double.isInfinite(score);
    boolean better = calculator().minimizeScore() ? score < bestScore : score > bestScore;
    if (better || (bestEpoch == -1 && invalid)) {
      bestScore = score;
      bestEpoch = epoch;
      saving(() -> configuration.getModelSaver().saveBestModel(network, score));
    }
    return score;
  }

  private ScoreCalculator<T> calculator() {
    return configuration.getScoreCalculator();
  }

  private void saveLatest(double score) {
    if (configuration.isSaveLastModel()) {
      saving(() -> configuration.getModelSaver().saveLatestModel(network, score));
    }
  }

  /** Something a model saver does. */
  @FunctionalInterface
  private interface Saving {
    void run() throws IOException;
  }

  private static void saving(Saving saving) {
    try {
      saving.run();
    } catch (IOException failure) {
      throw new UncheckedIOException("a model was not saved", failure);
    }
  }

  private EarlyStoppingResult<T> completed(TerminationReason reason, String details, int epochs) {
    EarlyStoppingResult<T> result = result(reason, details, epochs);
    if (listener != null) {
      listener.onCompletion(result);
    }
    return result;
  }

  private EarlyStoppingResult<T> result(TerminationReason reason, String details, int epochs) {
    try {
      return new EarlyStoppingResult<>(
          reason,
          details,
          new LinkedHashMap<>(scores),
          bestEpoch,
          bestScore,
          epochs,
          configuration.getModelSaver().getBestModel());
    } catch (IOException failure) {
      throw new UncheckedIOException("the best model cannot be read", failure);
    }
  }
}
