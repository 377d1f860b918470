package io.github.gns4j.examples.data;

import io.github.gns4j.examples.data.DigitShapes.Point;
import java.util.random.RandomGenerator;

/**
 * How one digit is written: slant, rotation, proportions and place of the whole, an unsteady hand
 * that bends it, and the width of the pen. Drawn at random for each image.
 */
final class Hand {
  /** Height of an upright digit in pixels: MNIST fits its digits into 20 x 20. */
  private static final double HEIGHT = 19;

  private static final double MEAN_ASPECT = 0.72;
  private static final double ROTATION = 0.15;
  private static final double SLANT = 0.19;
  private static final double SHIFT = 0.7;
  private static final double JITTER = 0.028;
  private static final double WOBBLE = 0.035;

  private final RandomGenerator random;
  private final double[] affine = new double[6];
  private final double[] wave = new double[6];
  private final double penRadius;

  Hand(RandomGenerator random) {
    this.random = random;
    setAffine();
    for (int i = 0; i < wave.length; i++) {
      wave[i] = random.nextDouble(2 * Math.PI);
    }
    penRadius = 0.55 + 0.95 * random.nextDouble();
  }

  /** Returns a number of mean 0 and deviation 1, within ±3.5: people are rarely off the scale. */
  static double bell(RandomGenerator random) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += random.nextDouble();
    }
    return (sum - 2) * Math.sqrt(3);
  }

  /** Returns the radius of the pen in pixels. */
  double penRadius() {
    return penRadius;
  }

  /** Returns the point where the hand puts the pen when it aims at {@code point}. */
  Point miss(Point point) {
    return new Point(
        point.x() + JITTER * bell(random) / MEAN_ASPECT, point.y() + JITTER * bell(random));
  }

  /** Returns the place on the canvas, in pixels, of a point of the box. */
  Point toPixels(Point point) {
    double bendX = WOBBLE * (sin(5 * point.y() + wave[0]) + sin(8 * point.x() + wave[1]));
    double bendY = WOBBLE * (sin(5 * point.x() + wave[2]) + sin(8 * point.y() + wave[3]));
    double x = point.x() + bendX;
    double y = point.y() + bendY;
    return new Point(
        affine[0] * x + affine[1] * y + affine[2], affine[3] * x + affine[4] * y + affine[5]);
  }

  private void setAffine() {
    double angle = ROTATION * bell(random);
    double slant = SLANT * bell(random);
    double height = HEIGHT * (1 + 0.10 * bell(random));
    double width = height * MEAN_ASPECT * (1 + 0.16 * bell(random));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    affine[0] = cos * width;
    affine[1] = -sin * height - cos * slant * height;
    affine[2] = SHIFT * bell(random);
    affine[3] = sin * width;
    affine[4] = cos * height - sin * slant * height;
    affine[5] = SHIFT * bell(random);
  }

  /** The sine that is the same on every machine, so that a seed gives the same images anywhere. */
  private static double sin(double x) {
    return StrictMath.sin(x);
  }
}
