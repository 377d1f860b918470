package io.github.gns4j.monitor.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines and bands in one XChart plot, with the axes all panels share. Not for several threads. */
final class PanelPlot {
  static final int LEFT_WIDTH = 64; // the same for all panels, so that their abscissae line up

  private final ChartTheme theme;
  private final List<Line> lines = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();
  private boolean logarithmic;

  /** The area between two lines over the same abscissae; {@code high} may be infinite. */
  record Band(String label, Color color, Line low, Line high) {}

  PanelPlot(ChartTheme theme) {
    this.theme = theme;
  }

  void line(Line line) {
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  void band(Band band) {
    if (!band.low().isEmpty()) {
      bands.add(band);
    }
  }

  void logarithmic() {
    logarithmic = true;
  }

  List<Line> lines() {
    return lines;
  }

  List<Band> bands() {
    return bands;
  }

  boolean isEmpty() {
    return lines.isEmpty() && bands.isEmpty();
  }

  /** Builds the plot over the abscissae {@code [from, to]}; titled below only if named. */
  XYChart build(double from, double to, String xTitle) {
    XYChart chart = new XYChart(100, 100);
    style(chart, from, to, xTitle);
    Range range = range();
    chart.getStyler().setYAxisMin(range.low()).setYAxisMax(range.high());
    chart.getStyler().setYAxisLogarithmic(range.logarithmic());
    int n = 0;
    for (Band band : bands) {
      area(chart, "b" + n++, band, range);
    }
    for (Line line : lines) {
      stroke(chart, "l" + n++, line, range);
    }
    return chart;
  }

  private void style(XYChart chart, double from, double to, String xTitle) {
    var styler = chart.getStyler();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    styler.setChartBackgroundColor(theme.background()).setPlotBackgroundColor(theme.background());
    styler.setPlotBorderVisible(false).setLegendVisible(false).setChartTitleVisible(false);
    styler.setChartPadding(4).setPlotContentSize(1).setYAxisLeftWidthHint(LEFT_WIDTH);
    styler.setChartFontColor(theme.text());
    styler.setLocale(Locale.ROOT);
    styler.setPlotGridLinesColor(theme.grid()).setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setAxisTickLabelsFont(font).setAxisTickLabelsColor(theme.muted());
    styler.setAxisTickMarksColor(theme.grid()).setAxisTitleFont(font);
    styler.setXAxisTitleColor(theme.muted());
    styler.setYAxisTitleVisible(false).setXAxisTitleVisible(!xTitle.isEmpty());
    styler.setXAxisMin(from).setXAxisMax(to > from ? to : from + 1);
    styler.setYAxisTickLabelsFormattingFunction(Ticks::label);
    styler.setXAxisTickLabelsFormattingFunction(Ticks::label);
    styler.setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    chart.setXAxisTitle(xTitle);
  }

  private record Range(double low, double high, boolean logarithmic) {}

  private Range range() {
    double[] values =
        DoubleStream.concat(
                lines.stream().flatMapToDouble(Line::values),
                bands.stream()
                    .flatMapToDouble(b -> DoubleStream.concat(b.low().values(), b.high().values())))
            .filter(v -> Double.isFinite(v) && (v > 0 || !logarithmic))
            .sorted()
            .toArray();
    if (values.length == 0) {
      return new Range(0, 1, false);
    }
    double low = values[0];
    double high = values[values.length - 1];
    if (!logarithmic) {
      double margin = high > low ? 0.06 * (high - low) : Math.max(Math.abs(high) * 0.1, 1e-9);
      return new Range(low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin, false);
    }
    return new Range(Ticks.below(Math.max(low, high * 1e-8)), Ticks.above(high), true);
  }

  private void area(XYChart chart, String name, Band band, Range range) {
    double[] bandX = band.low().x();
    int n = bandX.length;
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = bandX[i];
      y[i] = Math.clamp(band.low().y()[i], range.low(), range.high());
      x[2 * n - 1 - i] = bandX[i];
      y[2 * n - 1 - i] = Math.clamp(band.high().y()[i], range.low(), range.high());
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(ChartTheme.translucent(band.color(), 56));
    series.setLineColor(ChartTheme.translucent(band.color(), 0));
    series.setMarker(SeriesMarkers.NONE);
  }

  private static void stroke(XYChart chart, String name, Line line, Range range) {
    double[] y = line.values().map(v -> Math.clamp(v, range.low(), range.high())).toArray();
    XYSeries series = chart.addSeries(name, line.x(), y);
    series.setMarker(line.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(line.color());
    series.setLineColor(line.color());
    series.setLineWidth(1.8f);
  }
}
