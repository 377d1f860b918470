package io.github.gns4j.examples.data;

import io.github.gns4j.examples.data.DigitShapes.Point;

/** A small grey image on which a round pen draws straight pieces. Not safe for several threads. */
final class Canvas {
  /** Width in pixels of the soft edge of a line. */
  private static final double SOFT_EDGE = 1.1;

  private final int side;
  private final double[] ink;

  /** Makes an empty square canvas of {@code side * side} pixels. */
  Canvas(int side) {
    this.side = side;
    ink = new double[side * side];
  }

  /**
   * Draws a line with a round pen; the origin is the centre of the canvas. Where it crosses another
   * line the darker of both remains.
   */
  void line(Point from, Point to, double radius) {
    double centre = side / 2.0 - 0.5;
    double reach = radius + SOFT_EDGE;
    int left = clamp(Math.min(from.x(), to.x()) + centre - reach);
    int right = clamp(Math.max(from.x(), to.x()) + centre + reach + 1);
    int top = clamp(Math.min(from.y(), to.y()) + centre - reach);
    int bottom = clamp(Math.max(from.y(), to.y()) + centre + reach + 1);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double distance = distance(column - centre, row - centre, from, to);
        double value = Math.clamp((reach - distance) / (2 * SOFT_EDGE) + 0.5, 0, 1);
        ink[row * side + column] = Math.max(ink[row * side + column], value);
      }
    }
  }

  /** Adds {@code amount}, which may be negative, to one pixel. */
  void add(int pixel, double amount) {
    ink[pixel] += amount;
  }

  /** Returns the image, 0 for paper and 255 for ink, row by row. */
  byte[] toBytes() {
    byte[] bytes = new byte[ink.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * Math.clamp(ink[i], 0, 1));
    }
    return bytes;
  }

  private int clamp(double coordinate) {
    return (int) Math.clamp(Math.floor(coordinate), 0, side - 1);
  }

  private static double distance(double x, double y, Point from, Point to) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double square = dx * dx + dy * dy;
    double along = square == 0 ? 0 : ((x - from.x()) * dx + (y - from.y()) * dy) / square;
    double t = Math.clamp(along, 0, 1);
    double offX = x - from.x() - t * dx;
    double offY = y - from.y() - t * dy;
    return Math.sqrt(offX * offX + offY * offY);
  }
}
