package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.monitor.chart.RunChart;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.monitor.view.History;
import io.github.gns4j.monitor.view.Target;
import io.github.gns4j.monitor.web.Report;
import io.github.gns4j.report.MetricReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Contestants train on the same images, one after the other, each with a watch, a log and a
 * progress bar of its own. For one thread, except for {@link #stop()}.
 */
final class Race {
  /** Seconds that each contestant trains a network that is thrown away: the JVM's warm-up. */
  private static final double WARM_UP = 1.5;

  private static final String ACCURACY = "test accuracy";

  private final DigitSplit data;
  private final Limits limits;
  private final Path directory;
  private final ProgressBar bar;
  private final LongSupplier nanoClock;
  private final Audience audience;
  private final Evaluator evaluator;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();
  private volatile Referee referee;
  private volatile boolean stopped;

  /**
   * What is the same for all.
   *
   * @param data images to train and test on
   * @param limits of each run
   * @param nanoClock by which the runs are timed, in nanoseconds
   */
  record Course(DigitSplit data, Limits limits, LongSupplier nanoClock) {}

  /**
   * Prepares a race.
   *
   * @param course what is the same for all
   * @param directory for logs, chart and table; it is there
   * @param bar to show progress on
   * @param audience that watches from elsewhere
   */
  Race(Course course, Path directory, ProgressBar bar, Audience audience) {
    this.data = course.data();
    this.limits = course.limits();
    this.directory = directory;
    this.bar = bar;
    this.nanoClock = course.nanoClock();
    this.audience = audience;
    evaluator = new Evaluator(data.test());
    referee = referee(limits, () -> Double.NaN);
  }

  /** Lets {@code contestant} run; does nothing once the race is stopped. */
  void run(Contestant contestant) {
    warmUp(contestant);
    if (stopped) {
      return;
    }
    RunLog log = openLog(contestant);
    RunListener watched = Listeners.of(log, audience.listener(contestant.name()));
    MultiLayerNetwork network = contestant.network(data.train());
    Referee watch = referee(limits, () -> measured(network, watched));
    appoint(watch);
    try (RunListener listener =
        Listeners.of(watched, new ProgressListener(contestant.name(), watch, bar))) {
      watch.start();
      contestant.train(network, data.train(), watch, listener);
      outcomes.add(watch.outcome(contestant.name()));
    }
  }

  /** Ends the race after the step in progress. Safe from any thread. */
  void stop() {
    stopped = true;
    referee.stop();
  }

  /** Returns what came of the runs so far, in their order. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /**
   * Writes the table {@code outcomes.csv}, the chart {@code race.svg} and {@code .png}, and a
   * report.
   *
   * @return the report; empty if nothing was run
   */
  Optional<Path> writeResults() throws IOException {
    Files.writeString(directory.resolve("outcomes.csv"), OutcomeTable.csv(outcomes));
    List<History> histories = new ArrayList<>();
    for (Path log : logs) {
      histories.add(History.read(log, History.DEFAULT_POINTS));
    }
    if (histories.isEmpty()) {
      return Optional.empty();
    }
    RunChart chart = RunChart.of(histories);
    chart.write(directory.resolve("race.png"));
    chart.write(directory.resolve("race.svg"));
    Path report = directory.resolve("report.html");
    Report.write(logs, Optional.of(new Target(ACCURACY, true, limits.target())), report);
    return Optional.of(report);
  }

  private void warmUp(Contestant contestant) {
    Limits brief = new Limits(Math.min(WARM_UP, limits.seconds()), limits.epochs(), 1);
    MultiLayerNetwork network = contestant.network(data.train());
    Referee watch = referee(brief, () -> evaluator.accuracy(network));
    appoint(watch);
    watch.start();
    contestant.train(network, data.train(), watch, Audience.SILENCE);
  }

  /** Makes the watch the one that {@link #stop} reaches, also if it came just before. */
  private void appoint(Referee watch) {
    referee = watch;
    if (stopped) {
      watch.stop();
    }
  }

  private Referee referee(Limits runLimits, DoubleSupplier accuracy) {
    return new Referee(runLimits, data.train().size(), accuracy, nanoClock);
  }

  private double measured(MultiLayerNetwork network, RunListener watched) {
    double accuracy = evaluator.accuracy(network);
    Outcome.Effort effort = referee.effort();
    watched.onMetric(new MetricReport(effort.steps(), effort.examples(), ACCURACY, accuracy));
    return accuracy;
  }

  private RunLog openLog(Contestant contestant) {
    RunLog.Builder builder = RunLog.builder(directory).name(contestant.name());
    contestant.settings().forEach(builder::setting);
    RunLog log = builder.build();
    logs.add(log.file());
    return log;
  }
}
