package io.github.gns4j.monitor.chart;

import io.github.gns4j.kernels.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A chart of any curves, in panels one above the other over a common abscissa: for studies, where a
 * {@link RunChart} shows runs.
 *
 * <pre>{@code
 * new CurveChart("Time to target", "seconds", "base rate").logarithmic()
 *     .panel("dense", true).curve("Adam", rates, seconds)
 *     .write(file);
 * }</pre>
 *
 * <p>Not for several threads.
 */
public final class CurveChart {
  private static final int WIDTH = 1000;
  private static final double WEIGHT = 1.5;

  private final String title;
  private final String subtitle;
  private final String xTitle;
  private final List<ChartPainter.Part> parts = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private boolean logarithmic;

  /** A chart without panels, with words above it and below its abscissa. */
  public CurveChart(String title, String subtitle, String xTitle) {
    this.title = Objects.requireNonNull(title, "title");
    this.subtitle = Objects.requireNonNull(subtitle, "subtitle");
    this.xTitle = Objects.requireNonNull(xTitle, "xTitle");
  }

  /** Makes the abscissa logarithmic; all abscissae are then above 0. */
  public CurveChart logarithmic() {
    logarithmic = true;
    return this;
  }

  /** Begins a panel below the others; its ordinates above 0 are drawn if they are logarithmic. */
  public CurveChart panel(String panelTitle, boolean logarithmicOrdinates) {
    Objects.requireNonNull(panelTitle, "panelTitle");
    PanelPlot plot = new PanelPlot();
    if (logarithmicOrdinates) {
      plot.logarithmic();
    }
    parts.add(new ChartPainter.Part(panelTitle, WEIGHT, plot));
    return this;
  }

  /**
   * Adds a curve to the last panel, in the colour that its name has in other panels, or the next.
   *
   * @param x abscissae, finite
   * @param y as many ordinates; NaN is a gap, and a point between gaps is a dot
   * @throws IllegalStateException if there is no panel yet
   */
  public CurveChart curve(String name, double[] x, double[] y) {
    Objects.requireNonNull(name, "name");
    if (parts.isEmpty()) {
      throw new IllegalStateException("curve '" + name + "' has no panel, allowed: after panel()");
    }
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "curve '" + name + "' has " + y.length + " ordinates, allowed: " + x.length);
    }
    for (double abscissa : x) {
      if (logarithmic) {
        Arguments.positive("abscissa", abscissa);
      } else {
        Arguments.finite("abscissa", abscissa);
      }
    }
    PanelPlot plot = parts.getLast().plot();
    plot.line(new Line(name, ChartTheme.LIGHT.series(color(name)), x.clone(), y.clone()));
    return this;
  }

  /**
   * Adds bars from {@code low} to {@code high} in the colour of the last curve, as error bars.
   *
   * @param x abscissae of the bars
   * @param low as many lower ends; a bar without two finite ends is left out
   * @param high as many upper ends
   * @throws IllegalStateException if the last panel has no curve yet
   */
  public CurveChart bars(double[] x, double[] low, double[] high) {
    if (parts.isEmpty() || parts.getLast().plot().lines().isEmpty()) {
      throw new IllegalStateException("bars have no curve, allowed: after curve()");
    }
    if (x.length != low.length || x.length != high.length) {
      throw new IllegalArgumentException(
          "bars have "
              + low.length
              + " lower and "
              + high.length
              + " upper ends, allowed: "
              + x.length);
    }
    PanelPlot plot = parts.getLast().plot();
    Line curve = plot.lines().getLast();
    double[] barX = new double[3 * x.length];
    double[] barY = new double[3 * x.length];
    for (int i = 0; i < x.length; i++) {
      boolean finite = Double.isFinite(low[i] + high[i]);
      Arrays.fill(barX, 3 * i, 3 * i + 3, x[i]);
      barY[3 * i] = finite ? low[i] : Double.NaN;
      barY[3 * i + 1] = finite ? high[i] : Double.NaN;
      barY[3 * i + 2] = Double.NaN;
    }
    plot.line(new Line("", curve.color(), barX, barY));
    return this;
  }

  private int color(String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return names.indexOf(name);
  }

  /**
   * Writes a picture; the name ends with {@code .png} or {@code .svg}.
   *
   * @throws IllegalArgumentException if it ends otherwise
   */
  public void write(Path file) throws IOException {
    ChartFiles.write(
        file,
        new ChartPainter(
            new ChartPainter.Heading(title, subtitle, xTitle, logarithmic),
            parts,
            ChartTheme.LIGHT,
            WIDTH));
  }
}
