package io.github.gns4j.monitor.chart;

import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.Points;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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

  /** The points of two columns where {@code y} is finite, times {@code factor}. */
  static Line of(Points points, Column x, Column y, double factor) {
    int[] kept =
        IntStream.range(0, points.size())
            .filter(i -> Double.isFinite(points.get(y, i)) && Double.isFinite(points.get(x, i)))
            .toArray();
    return new Line(
        "",
        Color.BLACK,
        Arrays.stream(kept).mapToDouble(i -> points.get(x, i)).toArray(),
        Arrays.stream(kept).mapToDouble(i -> points.get(y, i) * factor).toArray());
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
    return x.length == 0;
  }

  DoubleStream values() {
    return Arrays.stream(y);
  }
}
