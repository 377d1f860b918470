package io.github.gns4j.examples.race;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows a run on one line of the terminal that is rewritten again and again; where the output is no
 * terminal, as a plain line every now and then.
 */
final class ProgressBar {
  private static final long TERMINAL_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 2_000_000_000L;
  private static final int SHORTEST_BAR = 4;
  private static final int LONGEST_BAR = 30;

  private final PrintWriter out;
  private final boolean terminal;
  private final int width;
  private long shownNanos;
  private boolean shown;

  /**
   * Shows runs on {@code out}.
   *
   * @param out where to
   * @param terminal whether a carriage return goes back to the start of the line
   * @param width of a line in characters
   */
  ProgressBar(PrintWriter out, boolean terminal, int width) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
  }

  /** Returns whether enough time has passed for the next {@link #show}. */
  boolean isDue(long nanoTime) {
    return !shown || nanoTime - shownNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
  }

  /** Shows how far the run is. */
  void show(Progress progress, long nanoTime) {
    shown = true;
    shownNanos = nanoTime;
    String text = text(progress);
    int room = width - 1 - progress.name().length() - text.length() - 4;
    int length = Math.clamp(room, SHORTEST_BAR, LONGEST_BAR);
    int full = (int) Math.round(length * progress.used());
    String bar = "=".repeat(full) + " ".repeat(length - full);
    String line = String.format("%s [%s] %s", progress.name(), bar, text);
    if (terminal) {
      out.print("\r" + fitted(line, width - 1));
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the line, so that what follows begins on a new one. */
  void end() {
    if (terminal && shown) {
      out.println();
      out.flush();
    }
    shown = false;
  }

  /** Cuts or pads to the width, so that nothing is left of a longer line before. */
  private static String fitted(String line, int width) {
    return line.length() > width
        ? line.substring(0, width)
        : line + " ".repeat(width - line.length());
  }

  private static String text(Progress progress) {
    StringBuilder text = new StringBuilder(format("%3.0f%%", 100 * progress.used()));
    progress.loss().ifPresent(loss -> text.append(format(" loss %.3f", loss)));
    text.append(noise(progress.noise()));
    text.append(format(" batch %d", progress.batch()));
    progress.rate().ifPresent(rate -> text.append(format(" rate %.1e", rate)));
    text.append(format(" %,.0f/s", progress.examplesPerSecond()));
    if (!Double.isNaN(progress.accuracy())) {
      text.append(format(" acc %.1f%%", 100 * progress.accuracy()));
    }
    return text.toString();
  }

  private static String noise(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.NotReady _ -> "";
      case NoiseEstimate.NonFinite _ -> " noise skipped";
      case NoiseEstimate.Unresolved u -> format(" noise > %.0f", u.low());
      case NoiseEstimate.Resolved r ->
          format(" noise %.0f [%.0f-%.0f]", r.scale(), r.low(), r.high());
    };
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
