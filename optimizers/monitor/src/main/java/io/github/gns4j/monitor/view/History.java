package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.StepDetail;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a run to show it, in memory that does not grow with its length: its points
 * ({@link Points}), the latest decisions and audits, measured numbers, and the last state of the
 * rest. Not for several threads.
 */
public final class History {
  /** Points enough for a screen of 4k pixels with two pixels each. */
  public static final int DEFAULT_POINTS = 2000;

  private static final int MARKS = 500; // more could not be read, and each carries its reason

  private final Points points;
  private final Metrics metrics;
  private final Deque<LogEntry> marks = new ArrayDeque<>();
  private Optional<LogEntry.RunStart> start = Optional.empty();
  private Optional<LogEntry.Step> last = Optional.empty();
  private Optional<LogEntry.RunEnd> end = Optional.empty();
  private NoiseEstimate noise = new NoiseEstimate.NotReady("no step yet");
  private List<SegmentReport> segments = List.of();
  private List<GroupReport> groups = List.of();
  private long steps;
  private long marked;
  private long skipped;
  private long dropped;

  /** An empty history of at most {@code points} points, an even number. */
  public History(int points) {
    this.points = new Points(points);
    this.metrics = new Metrics(points);
  }

  /** Reads a run log into a history of at most {@code points} points. */
  public static History read(Path firstPart, int points) throws IOException {
    History history = new History(points);
    io.github.gns4j.monitor.log.RunLogReader.read(firstPart, history::add);
    return history;
  }

  /** Adds an entry; they come in the order of time. */
  public void add(LogEntry entry) {
    switch (entry) {
      case LogEntry.RunStart run -> start = Optional.of(run);
      case LogEntry.Step step -> step(step);
      case LogEntry.Decision decision -> {
        skipped += decision.kind().equals("skip") ? 1 : 0;
        mark(decision);
      }
      case LogEntry.Audit audit -> mark(audit);
      case LogEntry.Metric metric -> metrics.add(metric);
      case LogEntry.Dropped lost -> dropped += lost.count();
      case LogEntry.RunEnd finish -> end = Optional.of(finish);
    }
  }

  private void step(LogEntry.Step step) {
    points.add(StepRow.of(step));
    last = Optional.of(step);
    steps++;
    step.detail()
        .ifPresentOrElse(
            this::detail,
            () -> noise = new NoiseEstimate.NotReady("this optimizer does not measure it"));
  }

  private void detail(StepDetail detail) {
    noise = detail.noise();
    segments = detail.segments().isEmpty() ? segments : detail.segments();
    groups = detail.groups().isEmpty() ? groups : detail.groups();
  }

  private void mark(LogEntry mark) {
    marked++;
    marks.addLast(mark);
    if (marks.size() > MARKS) {
      marks.removeFirst();
    }
  }

  /** Returns the points. */
  public Points points() {
    return points;
  }

  /** Returns the numbers measured beside the steps. */
  public Metrics metrics() {
    return metrics;
  }

  /** Returns the name of the run. */
  public String name() {
    return start.map(LogEntry.RunStart::name).orElse("run");
  }

  /** Returns how the run began, if that is known. */
  public Optional<LogEntry.RunStart> start() {
    return start;
  }

  /** Returns the last step, if there is one. */
  public Optional<LogEntry.Step> last() {
    return last;
  }

  /** Returns how the run ended, if it was closed. */
  public Optional<LogEntry.RunEnd> end() {
    return end;
  }

  /** Returns the latest noise estimate. */
  public NoiseEstimate noise() {
    return noise;
  }

  /** Returns how the batch stands to the critical one. */
  public Regime regime() {
    return Regime.of(last.map(LogEntry.Step::batch).orElse(0), noise);
  }

  /** Returns the layers as they were told last. */
  public List<SegmentReport> segments() {
    return segments;
  }

  /** Returns the data groups as they were told last. */
  public List<GroupReport> groups() {
    return groups;
  }

  /** Returns the latest decisions and audits, oldest first. */
  public List<LogEntry> marks() {
    return List.copyOf(marks);
  }

  /** Returns the number of decisions and audits, those no longer kept included. */
  public long marked() {
    return marked;
  }

  /** Returns the number of steps added. */
  public long steps() {
    return steps;
  }

  /** Returns the number of steps that were left out. */
  public long skipped() {
    return skipped;
  }

  /** Returns the number of events the log lost. */
  public long dropped() {
    return dropped;
  }
}
