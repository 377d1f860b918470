package io.github.gns4j.monitor.chart;

import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.Points;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** One line of a panel. Its arrays are shared, not copied, and never written. */
final class Line {
  private final String label;
  private final Color color;
  private final double[] x;
  private final double[] y;

  /** A line through as many ordinates as abscissae. */
  Line(String label, Color color, double[] x, double[] y) {
    this.label = label;
    this.color = color;
    this.x = x;
    this.y = y;
  }

  String label() {
    return label;
  }

  Color color() {
    return color;
  }

  double[] x() {
    return x;
  }

  double[] y() {
    return y;
  }

  /** The points of two columns, {@code y} times {@code factor}; NaN in {@code y} is a gap. */
  static Line of(Points points, Column x, Column y, double factor) {
    double[] ordinates = points.column(y);
    for (int i = 0; i < ordinates.length; i++) {
      double value = ordinates[i] * factor;
      ordinates[i] = Double.isFinite(value) ? value : Double.NaN;
    }
    return new Line("", Color.BLACK, points.column(x), ordinates);
  }

  Line labelled(String newLabel, Color newColor) {
    return new Line(newLabel, newColor, x, y);
  }

  /** The same as stairs: a batch is what it is until it changes. */
  Line stairs() {
    int n = x.length;
    double[] sx = new double[Math.max(0, 2 * n - 1)];
    double[] sy = new double[sx.length];
    for (int i = 0; i < n; i++) {
      sx[2 * i] = x[i];
      sy[2 * i] = y[i];
      if (i + 1 < n) {
        sx[2 * i + 1] = x[i + 1];
        sy[2 * i + 1] = y[i];
      }
    }
    return new Line(label, color, sx, sy);
  }

  boolean isEmpty() {
    return values().allMatch(Double::isNaN);
  }

  DoubleStream values() {
    return Arrays.stream(y);
  }
}
