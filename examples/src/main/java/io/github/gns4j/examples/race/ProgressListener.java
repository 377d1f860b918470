package io.github.gns4j.examples.race;

import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.StepReport;
import java.util.OptionalDouble;

/** Feeds the progress bar from the steps of a run. */
final class ProgressListener implements RunListener {
  private static final NoiseEstimate UNKNOWN =
      new NoiseEstimate.NotReady("the optimizer does not measure it");

  private final String name;
  private final Referee referee;
  private final ProgressBar bar;

  ProgressListener(String name, Referee referee, ProgressBar bar) {
    this.name = name;
    this.referee = referee;
    this.bar = bar;
  }

  @Override
  public void onStep(StepReport report) {
    show(
        report.loss(),
        report.noise(),
        report.batch().samples(),
        OptionalDouble.of(report.decision().learningRate()));
  }

  @Override
  public void onPlainStep(PlainStep step) {
    show(step.loss(), UNKNOWN, step.batch(), step.rate());
  }

  @Override
  public void onClose() {
    bar.end();
  }

  private void show(OptionalDouble loss, NoiseEstimate noise, int batch, OptionalDouble rate) {
    long now = System.nanoTime();
    if (bar.isDue(now)) {
      double speed = referee.effort().examples() / Math.max(1e-9, referee.effort().seconds());
      bar.show(
          new Progress(name, referee.used(), loss, noise, batch, rate, speed, referee.accuracy()),
          now);
    }
  }
}
