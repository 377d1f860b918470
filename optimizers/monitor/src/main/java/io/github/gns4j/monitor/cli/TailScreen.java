package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.StepDetail;
import io.github.gns4j.noise.NoiseEstimate;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;

/** Entries as lines of a terminal. */
final class TailScreen {
  private static final String HEAD =
      String.format(
          "%9s %10s %10s %28s %8s %10s", "time", "step", "loss", "noise scale", "batch", "rate");

  private final PrintWriter out;
  private final int lines;
  private final Deque<String> kept = new ArrayDeque<>();
  private boolean ended;

  TailScreen(PrintWriter out, int lines) {
    if (lines < 0) {
      throw new IllegalArgumentException("lines is " + lines + ", allowed: at least 0");
    }
    this.out = out;
    this.lines = lines;
  }

  /** Keeps an entry for {@link #start}, if it is among the last. */
  void keep(LogEntry entry) {
    ended |= entry instanceof LogEntry.RunEnd;
    String line = line(entry);
    if (!line.isEmpty() && lines > 0) {
      if (kept.size() == lines) {
        kept.removeFirst();
      }
      kept.addLast(line);
    }
  }

  /** Prints the head and what was kept. */
  void start() {
    out.println(HEAD);
    kept.forEach(out::println);
    kept.clear();
    out.flush();
  }

  void print(LogEntry entry) {
    ended |= entry instanceof LogEntry.RunEnd;
    String line = line(entry);
    if (!line.isEmpty()) {
      out.println(line);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  private static String line(LogEntry entry) {
    return switch (entry) {
      case LogEntry.RunStart run -> "run " + run.name() + ", begun " + run.started();
      case LogEntry.Step step -> step(step);
      case LogEntry.Decision d when d.kind().equals("batch") ->
          note(d.time(), d.step(), "batch " + d.from() + " -> " + d.to() + ": " + d.reason());
      case LogEntry.Decision d -> note(d.time(), d.step(), d.kind() + ": " + d.reason());
      case LogEntry.Audit a ->
          note(a.time(), a.step(), "audit, " + (a.kept() ? "kept: " : "taken back: ") + a.reason());
      case LogEntry.Metric m -> note(m.time(), m.step(), m.name() + " " + number(m.value()));
      case LogEntry.Dropped lost -> note(lost.time(), 0, lost.count() + " events lost");
      case LogEntry.RunEnd end ->
          String.format(Locale.ROOT, "%8.2fs ended after %d steps", end.time(), end.steps());
    };
  }

  private static String step(LogEntry.Step step) {
    return String.format(
        Locale.ROOT,
        "%8.2fs %10d %10s %28s %8d %10s",
        step.time(),
        step.step(),
        number(step.loss()),
        step.detail().map(StepDetail::noise).map(TailScreen::noise).orElse("-"),
        step.batch(),
        number(step.rate()));
  }

  private static String noise(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.Resolved r ->
          number(r.scale()) + " (" + number(r.low()) + " to " + number(r.high()) + ")";
      case NoiseEstimate.Unresolved u -> "at least " + number(u.low());
      case NoiseEstimate.NonFinite _ -> "not finite";
      case NoiseEstimate.NotReady _ -> "not ready";
    };
  }

  private static String note(double time, long step, String text) {
    return String.format(Locale.ROOT, "%8.2fs %10s   %s", time, step == 0 ? "" : step, text);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
