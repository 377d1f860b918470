package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The loop of {@link NoiseAwareTrainer}: epochs of steps of micro-batches. */
final class TrainingLoop {
  private static final double NANOS = 1e-9;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final NetworkAdapter network;
  private final NoiseAwareOptimizer optimizer;
  private final Settings settings;
  private final StepGradients gradients;
  private final long address;
  private TrainerState state;
  private TrainingData data;
  private byte[] dataState;
  private boolean inEpoch;
  private boolean inStep;
  private OptionalDouble metric = OptionalDouble.empty();
  private volatile boolean stopping;

  /** What the builder chose; {@code metric} and {@code checkpoints} are null for none. */
  record Settings(
      Penalties penalties,
      SampleWatch watch,
      List<StepListener> listeners,
      TrainerMetric metric,
      OptionalLong seed,
      CheckpointFile checkpoints) {}

  TrainingLoop(NetworkAdapter network, NoiseAwareOptimizer optimizer, Settings settings) {
    this.network = network;
    this.optimizer = optimizer;
    this.settings = settings;
    this.address = address();
    this.gradients =
        new StepGradients(
            network, settings.penalties(), settings.watch(), settings.seed(), optimizer.isProbed());
  }

  void saveWith(TrainerState trainerState) {
    this.state = trainerState;
  }

  Settings settings() {
    return settings;
  }

  NoiseAwareOptimizer optimizer() {
    return optimizer;
  }

  boolean isInStep() {
    return inStep;
  }

  boolean isInEpoch() {
    return inEpoch;
  }

  /** Data of the fit under way or last, or null. */
  TrainingData data() {
    return data;
  }

  /** Takes up a place in an epoch: {@code saved} goes to the data of the next run. */
  void resume(boolean withinEpoch, byte[] saved) {
    this.inEpoch = withinEpoch;
    this.dataState = saved;
  }

  void stop() {
    stopping = true;
  }

  TrainingSummary run(TrainingData trainingData, Budget budget) {
    Progress progress = new Progress(budget);
    if (dataState != null) {
      TrainerState.restore(trainingData, dataState);
      dataState = null;
    }
    data = trainingData;
    stopping = false;
    metric = OptionalDouble.empty();
    optimizer.skipPause();
    Optional<TrainingSummary.Reason> end = Optional.empty();
    while (end.isEmpty()) {
      end = advance(progress);
    }
    return progress.summary(end.get());
  }

  /** One step, or the end of an epoch. */
  private Optional<TrainingSummary.Reason> advance(Progress progress) {
    if (!inEpoch) {
      network.epochStarted();
      inEpoch = true;
      progress.stepsOfEpoch = 0;
    }
    Optional<StepReport> report = step();
    if (report.isPresent()) {
      afterStep(report.get());
      progress.stepsOfEpoch++;
    } else {
      endEpoch(progress);
    }
    return progress.end();
  }

  private Optional<StepReport> step() {
    requireParameters();
    inStep = true;
    try {
      Gathered gathered = new Gathered();
      gradients.start(optimizer.steps());
      for (MicroBatch planned : optimizer.nextBatch()) {
        if (!gather(planned, gathered)) {
          break;
        }
      }
      return gathered.samples == 0 ? Optional.empty() : Optional.of(finish(gathered));
    } finally {
      inStep = false;
    }
  }

  /** Samples and loss of the micro-batches of a step so far. */
  private static final class Gathered {
    private long samples;
    private double loss;
  }

  private boolean gather(MicroBatch planned, Gathered gathered) {
    long begin = System.nanoTime();
    Optional<MultiDataSet> part = data.next(planned.samples());
    if (part.isEmpty()) {
      return false;
    }
    network.dataTook((System.nanoTime() - begin) / NANOS_PER_MILLI);
    int samples = Rows.count(part.get());
    optimizer.dataReady();
    MicroBatch micro = new MicroBatch(planned.index(), planned.count(), samples);
    double loss = gradients.compute(part.get(), micro);
    optimizer.accumulate(gradients.view(), micro, gradients.scale(micro));
    settings.watch().tell(optimizer, network, gradients.scale(micro));
    gathered.samples += samples;
    gathered.loss += loss * samples;
    return true;
  }

  private StepReport finish(Gathered gathered) {
    double loss = gathered.loss / gathered.samples;
    network.gradientCalculated();
    optimizer.loss(loss);
    StepReport report = optimizer.step(gradients);
    network.iterationDone(loss);
    return report;
  }

  private void afterStep(StepReport report) {
    if (settings.checkpoints() != null && settings.checkpoints().isDueAt(report.step())) {
      settings.checkpoints().write(state);
    }
    settings.listeners().forEach(listener -> listener.onStep(report));
    report.audit().ifPresent(told -> settings.listeners().forEach(l -> l.onAudit(told)));
    if (settings.metric() != null && settings.metric().isDueAt(report.step())) {
      measure();
    }
  }

  private void endEpoch(Progress progress) {
    if (progress.stepsOfEpoch == 0 && progress.epochs > 0) {
      throw new IllegalStateException("the data gave no samples in a whole epoch");
    }
    network.epochEnded();
    inEpoch = false;
    data.nextEpoch();
    progress.epochs++;
    if (settings.metric() != null) {
      measure();
    }
  }

  private void measure() {
    double value = settings.metric().measure().applyAsDouble(network.model());
    metric = OptionalDouble.of(value);
    optimizer.skipPause();
    MetricReport report =
        new MetricReport(optimizer.steps(), optimizer.samples(), settings.metric().name(), value);
    settings.listeners().forEach(listener -> listener.onMetric(report));
  }

  private long address() {
    return NdArrays.view("parameters", network.parameters()).address();
  }

  private void requireParameters() {
    if (address() != address) {
      throw new IllegalStateException(
          "the network's parameters were moved to another array: build a trainer anew");
    }
  }

  void close() {
    optimizer.close();
    settings.listeners().forEach(StepListener::onClose);
  }

  /** What has happened since the begin of a run. */
  private final class Progress {
    private final Budget budget;
    private final long start = System.nanoTime();
    private final long steps = optimizer.steps();
    private final long skipped = optimizer.skipped();
    private final long samples = optimizer.samples();
    private long epochs;
    private long stepsOfEpoch;

    Progress(Budget budget) {
      this.budget = budget;
    }

    Optional<TrainingSummary.Reason> end() {
      TrainingSummary.Reason reason = null;
      if (stopping || Thread.currentThread().isInterrupted()) {
        reason = TrainingSummary.Reason.STOPPED;
      } else if (isMetricReached()) {
        reason = TrainingSummary.Reason.METRIC;
      } else if (epochs >= budget.epochs()) {
        reason = TrainingSummary.Reason.EPOCHS;
      } else if (optimizer.steps() - steps >= budget.steps()) {
        reason = TrainingSummary.Reason.STEPS;
      } else if (seconds() >= budget.seconds()) {
        reason = TrainingSummary.Reason.SECONDS;
      }
      return Optional.ofNullable(reason);
    }

    private boolean isMetricReached() {
      return metric.isPresent()
          && budget.metric().isPresent()
          && metric.getAsDouble() >= budget.metric().getAsDouble();
    }

    private double seconds() {
      return (System.nanoTime() - start) * NANOS;
    }

    TrainingSummary summary(TrainingSummary.Reason reason) {
      return new TrainingSummary(
          reason,
          epochs,
          optimizer.steps() - steps,
          optimizer.skipped() - skipped,
          optimizer.samples() - samples,
          seconds(),
          metric);
    }
  }
}
