package io.github.gns4j.monitor.metrics;

import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;

/**
 * Writes steps and decisions into JDK flight recordings, as events {@code
 * io.github.gns4j.TrainingStep} and {@code io.github.gns4j.TrainingDecision}, so that they stand
 * beside garbage collections and threads. While nothing records it does next to nothing. Safe for
 * several threads.
 */
public final class FlightRecorder implements StepListener {
  @Override
  public void onStep(StepReport report) {
    TrainingStepEvent event = new TrainingStepEvent();
    if (event.shouldCommit()) {
      fill(event, report);
      event.commit();
    }
    if (report.decision().batch().isChange()) {
      decision(report);
    }
  }

  private static void fill(TrainingStepEvent event, StepReport report) {
    event.step = report.step();
    event.samples = report.samples();
    event.batch = report.batch().samples();
    event.accumulation = report.batch().accumulationSteps();
    event.loss = report.loss().orElse(Double.NaN);
    event.gradientNorm = report.gradient().norm();
    event.noiseScale = report.noise().noiseScale().orElse(Double.NaN);
    event.learningRate = report.decision().learningRate();
    event.skipped = report.gradient().isSkipped();
    event.seconds = report.timing().total();
  }

  private static void decision(StepReport report) {
    TrainingDecisionEvent event = new TrainingDecisionEvent();
    if (event.shouldCommit()) {
      event.step = report.step();
      event.from = report.decision().batch().previous();
      event.to = report.decision().batch().samples();
      event.predictedGain = report.decision().batch().predictedGain();
      event.reason = report.decision().batch().reason();
      event.commit();
    }
  }
}
