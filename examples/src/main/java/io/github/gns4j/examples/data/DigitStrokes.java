package io.github.gns4j.examples.data;

import io.github.gns4j.examples.data.DigitShapes.Point;
import io.github.gns4j.kernels.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws images of handwritten-like digits, 28 x 28 grey as MNIST's: a way of writing the digit
 * ({@link DigitShapes}) goes through a random hand ({@link Hand}), onto a canvas, and gets some
 * speckle. About as hard as MNIST for a dense network. Needs no font, no file and no network; one
 * seed gives the same images on every machine and any number of threads.
 */
public final class DigitStrokes {
  /** Height and width of an image in pixels. */
  public static final int SIDE = 28;

  /** Standard deviation of the speckle as a share of full white. */
  private static final double SPECKLE = 0.05;

  /** Share of images that carry a stray line, as from a neighbouring character. */
  private static final double STRAY = 0.15;

  private DigitStrokes() {}

  /**
   * Draws images to train on and others to test on.
   *
   * @param trainSize number of images to train on, at least 1
   * @param testSize number of images to test on, at least 1
   * @param seed of the random numbers
   */
  public static DigitSplit split(int trainSize, int testSize, long seed) {
    Arguments.atLeast("trainSize", trainSize, 1);
    Arguments.atLeast("testSize", testSize, 1);
    Digits all = draw(trainSize + testSize, seed);
    int[] order = IntStream.range(0, all.size()).toArray();
    return new DigitSplit(
        "digits drawn from strokes, seed " + seed,
        all.select(Arrays.copyOf(order, trainSize)),
        all.select(Arrays.copyOfRange(order, trainSize, order.length)));
  }

  /**
   * Draws {@code count} images; each digit is equally likely.
   *
   * @param count number of images, at least 0
   * @param seed of the random numbers
   */
  public static Digits draw(int count, long seed) {
    Arguments.atLeast("count", count, 0);
    SplittableRandom root = new SplittableRandom(seed);
    SplittableRandom[] randoms = new SplittableRandom[count];
    for (int i = 0; i < count; i++) {
      randoms[i] = root.split();
    }
    byte[][] images = new byte[count][];
    byte[] labels = new byte[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              labels[i] = (byte) randoms[i].nextInt(Digits.CLASSES);
              images[i] = drawOne(labels[i], randoms[i]);
            });
    return new Digits(SIDE, SIDE, images, labels);
  }

  private static byte[] drawOne(int digit, RandomGenerator random) {
    Canvas canvas = new Canvas(SIDE);
    Hand hand = new Hand(random);
    int variant = random.nextInt(DigitShapes.variants(digit));
    for (Point[] stroke : DigitShapes.strokes(digit, variant)) {
      drawStroke(canvas, hand, stroke, random);
    }
    if (random.nextDouble() < STRAY) {
      drawStray(canvas, hand, random);
    }
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      canvas.add(pixel, SPECKLE * Hand.bell(random));
    }
    return canvas.toBytes();
  }

  /** Draws one stroke; the pressure, hence the width, changes from its start to its end. */
  private static void drawStroke(Canvas canvas, Hand hand, Point[] stroke, RandomGenerator random) {
    Point[] aimed = new Point[stroke.length];
    for (int i = 0; i < stroke.length; i++) {
      boolean corner = i > 0 && stroke[i].equals(stroke[i - 1]);
      aimed[i] = corner ? aimed[i - 1] : hand.miss(stroke[i]);
    }
    List<Point> line = SmoothPath.through(aimed);
    double pressure = 0.25 * Hand.bell(random);
    Point from = hand.toPixels(line.getFirst());
    for (int i = 1; i < line.size(); i++) {
      Point to = hand.toPixels(line.get(i));
      double along = (double) i / line.size() - 0.5;
      canvas.line(from, to, hand.penRadius() * Math.max(0.4, 1 + pressure * along));
      from = to;
    }
  }

  private static void drawStray(Canvas canvas, Hand hand, RandomGenerator random) {
    double side = random.nextBoolean() ? 1 : -1;
    Point from = new Point(side * (9 + 4 * random.nextDouble()), 28 * random.nextDouble() - 14);
    Point to = new Point(from.x() + 2 * Hand.bell(random), from.y() + 5 * Hand.bell(random));
    canvas.line(from, to, hand.penRadius());
  }
}
