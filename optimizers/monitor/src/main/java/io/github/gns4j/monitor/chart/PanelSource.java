package io.github.gns4j.monitor.chart;

import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.History;
import io.github.gns4j.monitor.view.Points;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** What each panel shows of runs. */
final class PanelSource {
  private static final double MILLIS = 1000;

  private final List<History> runs;
  private final Column x;
  private final ChartTheme theme;

  PanelSource(List<History> runs, Column x, ChartTheme theme) {
    this.runs = runs;
    this.x = x;
    this.theme = theme;
  }

  /** The panel with its lines; empty if no run knows anything of it. */
  PanelPlot plot(Panel panel) {
    PanelPlot plot = new PanelPlot();
    for (int run = 0; run < runs.size(); run++) {
      switch (panel) {
        case LOSS -> single(plot, run, Column.LOSS, theme.first());
        case NOISE -> noise(plot, run);
        case RATE -> single(plot, run, Column.RATE, theme.first());
        case ACCUMULATION ->
            plot.line(line(run, Column.ACCUMULATION, 1).labelled(name(run), color(run)).stairs());
        case GRADIENT -> single(plot, run, Column.NORM, theme.first());
        case TIMING -> timing(plot, run);
      }
    }
    if (panel == Panel.NOISE || isWide(plot)) {
      plot.logarithmic();
    }
    return plot;
  }

  private void single(PanelPlot plot, int run, Column column, Color alone) {
    Color color = runs.size() == 1 ? alone : color(run);
    plot.line(line(run, column, 1).labelled(name(run), color));
  }

  private Line line(int run, Column column, double factor) {
    return Line.of(runs.get(run).points(), x, column, factor);
  }

  private String name(int run) {
    return runs.size() == 1 ? "" : runs.get(run).name();
  }

  private Color color(int run) {
    return theme.series(run);
  }

  private void noise(PanelPlot plot, int run) {
    boolean alone = runs.size() == 1;
    Color color = alone ? theme.second() : color(run);
    Points points = runs.get(run).points();
    int[] kept =
        IntStream.range(0, points.size())
            .filter(i -> points.get(Column.NOISE_LOW, i) >= 0 && points.get(x, i) >= 0)
            .toArray();
    double[] at = IntStream.of(kept).mapToDouble(i -> points.get(x, i)).toArray();
    double[] low = IntStream.of(kept).mapToDouble(i -> points.get(Column.NOISE_LOW, i)).toArray();
    double[] high = IntStream.of(kept).mapToDouble(i -> points.get(Column.NOISE_HIGH, i)).toArray();
    plot.band(
        new PanelPlot.Band(
            alone ? "interval" : "",
            color,
            new Line("", color, at, low),
            new Line("", color, at, high)));
    plot.line(
        line(run, Column.NOISE, 1)
            .labelled(alone ? "noise scale (critical batch)" : name(run) + ", noise", color));
    plot.line(
        line(run, Column.BATCH, 1)
            .labelled(alone ? "batch in use" : name(run) + ", batch", alone ? theme.first() : color)
            .stairs());
  }

  private void timing(PanelPlot plot, int run) {
    if (runs.size() > 1) {
      plot.line(line(run, Column.TOTAL_SECONDS, MILLIS).labelled(name(run), color(run)));
      return;
    }
    plot.line(line(0, Column.TOTAL_SECONDS, MILLIS).labelled("total", theme.muted()));
    plot.line(line(0, Column.BACKPROP_SECONDS, MILLIS).labelled("backprop", theme.series(0)));
    plot.line(line(0, Column.DATA_SECONDS, MILLIS).labelled("data", theme.series(1)));
    plot.line(line(0, Column.REDUCE_SECONDS, MILLIS).labelled("reduce", theme.series(2)));
    plot.line(line(0, Column.UPDATE_SECONDS, MILLIS).labelled("step", theme.series(3)));
  }

  /** Whether values above 0 span more than a linear axis shows. */
  private static boolean isWide(PanelPlot plot) {
    var all = plot.lines().stream().flatMapToDouble(Line::values).summaryStatistics();
    return all.getMin() > 0 && all.getMax() > 20 * all.getMin();
  }
}
