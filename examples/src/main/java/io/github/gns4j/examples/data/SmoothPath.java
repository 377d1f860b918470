package io.github.gns4j.examples.data;

import io.github.gns4j.examples.data.DigitShapes.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A smooth line through a few points: a uniform Catmull-Rom spline (Catmull and Rom 1974), cut into
 * short straight pieces. A point given twice ends one curve and begins the next: a corner.
 */
final class SmoothPath {
  /** Straight pieces between two points; 6 keep the chord error of our shapes below 0.1 pixel. */
  private static final int PIECES = 6;

  private SmoothPath() {}

  /** Returns the corners of the line through {@code points}; two points give a straight line. */
  static List<Point> through(Point[] points) {
    List<Point> line = new ArrayList<>(points.length * PIECES);
    line.add(points[0]);
    for (int i = 0; i + 1 < points.length; i++) {
      if (points[i].equals(points[i + 1])) {
        continue;
      }
      for (int piece = 1; piece <= PIECES; piece++) {
        line.add(between(points, i, (double) piece / PIECES));
      }
    }
    return line;
  }

  /** Returns the point at {@code t} in (0, 1] of the way from point {@code i} to the next. */
  private static Point between(Point[] points, int i, double t) {
    Point before = points[Math.max(i - 1, 0)];
    Point from = points[i];
    Point to = points[i + 1];
    Point after = points[Math.min(i + 2, points.length - 1)];
    return new Point(
        catmullRom(before.x(), from.x(), to.x(), after.x(), t),
        catmullRom(before.y(), from.y(), to.y(), after.y(), t));
  }

  private static double catmullRom(double p0, double p1, double p2, double p3, double t) {
    double linear = (p2 - p0) * t;
    double square = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t;
    double cube = (3 * p1 - p0 - 3 * p2 + p3) * t * t * t;
    return p1 + 0.5 * (linear + square + cube);
  }
}
