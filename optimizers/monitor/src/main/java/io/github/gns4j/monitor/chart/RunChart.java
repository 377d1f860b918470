package io.github.gns4j.monitor.chart;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.History;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A chart of one run, or of several overlaid: loss, noise scale with its interval beside the batch
 * in use, learning rate and accumulation, one above the other over a common abscissa. Immutable
 * settings; the histories are read when it is drawn.
 */
public final class RunChart {
  private static final List<Panel> USUAL =
      List.of(Panel.LOSS, Panel.NOISE, Panel.RATE, Panel.ACCUMULATION);

  private final List<History> runs;
  private final List<Panel> panels;
  private final Column abscissa;
  private final ChartTheme theme;
  private final int width;

  private RunChart(
      List<History> runs, List<Panel> panels, Column abscissa, ChartTheme theme, int width) {
    this.runs = List.copyOf(runs);
    this.panels = List.copyOf(panels);
    this.abscissa = abscissa;
    this.theme = theme;
    this.width = width;
  }

  /** A light chart of the usual panels over time, 1000 pixels wide. */
  public static RunChart of(List<History> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs is empty, allowed: at least one run");
    }
    return new RunChart(runs, USUAL, Column.TIME, ChartTheme.LIGHT, 1000);
  }

  /** A chart of one run. */
  public static RunChart of(History run) {
    return of(List.of(run));
  }

  /** The same with other panels, at least one, in this order. */
  public RunChart panels(Panel... chosen) {
    if (chosen.length == 0) {
      throw new IllegalArgumentException("panels is empty, allowed: at least one panel");
    }
    return new RunChart(runs, List.of(chosen), abscissa, theme, width);
  }

  /** The same over {@link Column#TIME}, {@link Column#STEP} or {@link Column#SAMPLES}. */
  public RunChart over(Column column) {
    if (column != Column.TIME && column != Column.STEP && column != Column.SAMPLES) {
      throw new IllegalArgumentException(
          "column is " + column + ", allowed: TIME, STEP or SAMPLES");
    }
    return new RunChart(runs, panels, column, theme, width);
  }

  /** The same in other colours. */
  public RunChart theme(ChartTheme other) {
    return new RunChart(runs, panels, abscissa, other, width);
  }

  /** The same with another width in pixels, at least 400. */
  public RunChart width(int pixels) {
    return new RunChart(runs, panels, abscissa, theme, Arguments.atLeast("width", pixels, 400));
  }

  /**
   * Writes a picture; the name ends with {@code .png} or {@code .svg}.
   *
   * @throws IllegalArgumentException if it ends otherwise
   */
  public void write(Path file) throws IOException {
    ChartFiles.write(file, painter());
  }

  private ChartPainter painter() {
    PanelSource source = new PanelSource(runs, abscissa, theme);
    String title =
        runs.size() == 1
            ? runs.getFirst().name()
            : String.join(", ", runs.stream().map(History::name).toList());
    String subtitle = runs.size() == 1 ? runs.getFirst().regime().sentence() : "";
    return new ChartPainter(
        new ChartPainter.Heading(title, subtitle, xTitle(), false),
        panels.stream()
            .map(panel -> new ChartPainter.Part(panel.title(), panel.weight(), source.plot(panel)))
            .filter(part -> !part.plot().isEmpty())
            .toList(),
        theme,
        width);
  }

  private String xTitle() {
    return switch (abscissa) {
      case STEP -> "steps";
      case SAMPLES -> "samples";
      default -> "seconds";
    };
  }

  /** Something that can be drawn at a fixed size. */
  interface Picture {
    int width();

    int height();

    void paint(Graphics2D graphics);
  }
}
