package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/** The loop of {@link NoiseAwareTrainer}: epochs of steps of micro-batches. */
final class TrainingLoop {
  private final NetworkAdapter network;
  private final NoiseAwareOptimizer optimizer;
  private final MasterParameters master;
  private final StepLoop step;
  private final Settings settings;
  private TrainerState state;
  private TrainingData data;
  private byte[] dataState;
  private boolean inEpoch;
  private boolean running;
  private boolean closed;
  private volatile boolean stopping;

  /** What the builder chose; {@code metric} and {@code checkpoints} are null for none. */
  record Settings(
      List<StepListener> listeners,
      TrainerMetric metric,
      Checkpoints checkpoints,
      ParameterAverage average) {}

  TrainingLoop(
      NetworkAdapter network,
      NoiseAwareOptimizer optimizer,
      MasterParameters master,
      StepLoop step,
      Settings settings) {
    this.network = network;
    this.optimizer = optimizer;
    this.master = master;
    this.step = step;
    this.settings = settings;
  }

  void saveWith(TrainerState trainerState) {
    this.state = trainerState;
  }

  NoiseAwareOptimizer optimizer() {
    return optimizer;
  }

  Model model() {
    return network.model();
  }

  StepLoop step() {
    return step;
  }

  ParameterAverage average() {
    return settings.average();
  }

  <T, E extends Exception> T withAverage(NetworkUse<T, E> use) throws E {
    step.requireIdle("an evaluation");
    try {
      return settings.average().lend(use);
    } finally {
      optimizer.skipPause();
    }
  }

  boolean isInEpoch() {
    return inEpoch;
  }

  /**
   * Returns where the data stand, those of the step under way included if they are wanted again; a
   * place that was restored as long as no data were given since. Null before the first fit.
   */
  byte[] dataPlace() {
    if (dataState != null) {
      return dataState.clone();
    }
    byte[] before = step.dataBefore();
    return before != null || data == null ? before : TrainerState.bytes(data);
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
    requireOpen("training");
    requireNotRunning("training");
    settings.average().requireNotLent("training");
    running = true;
    try {
      return runOn(trainingData, budget);
    } finally {
      running = false;
    }
  }

  private TrainingSummary runOn(TrainingData trainingData, Budget budget) {
    RunProgress progress = new RunProgress(budget, optimizer);
    if (dataState != null) {
      TrainerState.restore(trainingData, dataState);
      dataState = null;
      step.replay(trainingData);
    }
    data = trainingData;
    stopping = false;
    optimizer.skipPause();
    Optional<TrainingSummary.Reason> end = Optional.empty();
    while (end.isEmpty()) {
      end = advance(progress);
    }
    return progress.summary(end.get());
  }

  /** One step, or the end of an epoch. */
  private Optional<TrainingSummary.Reason> advance(RunProgress progress) {
    if (!inEpoch) {
      network.epochStarted();
      inEpoch = true;
      progress.epochStarted();
    }
    Optional<StepReport> report = takeStep();
    if (report.isPresent()) {
      progress.stepTaken();
      afterStep(report.get(), progress);
    } else {
      endEpoch(progress);
    }
    return progress.end(stopping);
  }

  private Optional<StepReport> takeStep() {
    master.requireUnmoved();
    while (step.isOpen() && step.gather(data)) {
      if (settings.checkpoints() != null && step.isOpen()) {
        settings.checkpoints().writeWithinStep(state);
      }
    }
    return step.finish();
  }

  private void afterStep(StepReport report, RunProgress progress) {
    settings.average().add(report);
    if (settings.checkpoints() != null) {
      settings.checkpoints().writeAfterStep(report.step(), state);
    }
    settings.listeners().forEach(listener -> listener.onStep(report));
    report.audit().ifPresent(told -> settings.listeners().forEach(l -> l.onAudit(told)));
    if (settings.metric() != null && settings.metric().isDueAt(report.step())) {
      measure(progress);
    }
  }

  private void endEpoch(RunProgress progress) {
    progress.epochEnded();
    network.epochEnded();
    inEpoch = false;
    data.nextEpoch();
    if (settings.metric() != null) {
      measure(progress);
    }
  }

  private void measure(RunProgress progress) {
    double value = withAverage(settings.metric().measure()::applyAsDouble);
    progress.measured(value);
    MetricReport report =
        new MetricReport(optimizer.steps(), optimizer.samples(), settings.metric().name(), value);
    settings.listeners().forEach(listener -> listener.onMetric(report));
  }

  /**
   * Requires a trainer that was not closed.
   *
   * @throws IllegalStateException if it was
   */
  void requireOpen(String what) {
    if (closed) {
      throw new IllegalStateException(
          what + " after close(), allowed: before; build a trainer anew to go on");
    }
  }

  private void requireNotRunning(String what) {
    if (running) {
      throw new IllegalStateException(
          what + " while fit runs, allowed: after it has returned; stop() ends it");
    }
  }

  void close() {
    if (closed) {
      return;
    }
    requireNotRunning("close");
    settings.average().requireNotLent("close");
    closed = true;
    try {
      settings.average().leave();
    } finally {
      optimizer.close();
      settings.listeners().forEach(StepListener::onClose);
    }
  }
}
