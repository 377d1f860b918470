package io.github.gns4j.examples.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The ways in which people write the ten digits, as strokes through a few points. The points lie in
 * a box of 100 x 100, x to the right and y downward; a point given twice makes a corner, and {@code
 * |} lifts the pen. Drawn up for this program.
 */
final class DigitShapes {
  private static final String[][] STROKES = {
    {
      "50,2 22,12 10,40 10,62 24,92 50,98 76,90 90,62 90,38 76,10 50,2",
      "62,6 34,4 12,30 8,62 28,94 58,96 86,70 90,36 70,8 48,6 36,14",
      "50,2 34,14 26,45 32,84 50,98 68,86 74,50 66,14 50,2"
    },
    {
      "50,2 50,98",
      "28,24 54,2 54,2 54,98",
      "28,24 54,2 54,2 54,98 | 26,98 82,98",
      "46,2 50,40 48,98"
    },
    {
      "14,26 26,8 50,2 76,12 80,34 60,60 14,96 14,96 88,96",
      "12,24 34,4 66,6 80,28 66,58 36,86 14,92 16,78 34,80 60,94 90,90",
      "16,10 70,4 84,24 50,64 12,98 12,98 90,94"
    },
    {
      "16,12 44,2 76,14 74,36 44,47 44,47 80,58 86,80 60,98 30,96 12,84",
      "14,4 84,4 84,4 46,42 46,42 80,54 86,76 62,96 34,98 12,86",
      "20,8 56,2 78,20 62,42 42,48 66,52 86,72 68,94 40,98 14,88"
    },
    {
      "30,2 12,58 12,58 88,58 | 68,20 64,98",
      "62,2 10,64 10,64 90,64 | 62,2 62,98",
      "22,4 16,40 30,56 64,54 78,46 | 80,4 72,98"
    },
    {
      "24,4 20,44 20,44 52,38 82,56 82,80 58,98 28,96 10,86 | 24,4 84,4",
      "82,6 30,6 30,6 22,42 22,42 56,40 80,60 74,86 46,98 14,90",
      "80,8 44,6 26,20 30,38 62,48 80,68 66,94 34,98 12,88"
    },
    {
      "66,2 34,26 14,60 22,90 50,98 78,88 80,66 58,52 32,60 18,76",
      "76,8 44,14 18,46 16,78 40,98 72,92 82,70 62,54 36,62 24,82",
      "50,2 26,40 18,72 34,96 62,96 74,76 58,60 34,66 22,80"
    },
    {
      "10,6 88,6 88,6 40,98",
      "10,6 88,6 88,6 40,98 | 34,52 80,50",
      "12,20 16,6 16,6 86,6 86,6 58,46 46,98",
      "10,10 50,8 86,4 84,18 56,54 44,98"
    },
    {
      "50,48 22,34 24,10 50,2 76,10 78,32 50,48 18,66 18,90 50,98 82,90 82,66 50,48",
      "74,12 46,2 22,18 40,42 70,58 82,80 52,98 22,86 26,64 58,44 76,24 70,8",
      "50,2 26,12 26,36 50,46 74,36 74,12 50,2 | 50,46 20,60 18,86 50,98 82,86 80,60 50,46"
    },
    {
      "80,30 62,46 32,46 18,26 32,6 60,2 78,16 80,30 80,30 76,66 66,98",
      "80,26 58,48 28,44 20,20 44,2 72,8 80,28 80,60 64,92 38,98 20,88",
      "76,10 44,2 20,22 28,46 58,48 76,30 76,10 76,10 76,98"
    },
  };

  private DigitShapes() {}

  /**
   * A point of a stroke.
   *
   * @param x to the right; the box of a digit is -0.5 to 0.5
   * @param y downward; the box of a digit is -0.5 to 0.5
   */
  record Point(double x, double y) {}

  /** Returns the number of ways in which {@code digit} is written. */
  static int variants(int digit) {
    return STROKES[digit].length;
  }

  /** Returns the strokes of one way of writing {@code digit}: one array of points each. */
  static List<Point[]> strokes(int digit, int variant) {
    List<Point[]> strokes = new ArrayList<>();
    for (String stroke : STROKES[digit][variant].split(" \\| ", -1)) {
      strokes.add(points(stroke));
    }
    return strokes;
  }

  private static Point[] points(String stroke) {
    String[] pairs = stroke.split(" ", -1);
    Point[] points = new Point[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      String[] pair = pairs[i].split(",", -1);
      points[i] = new Point(centred(pair[0]), centred(pair[1]));
    }
    return points;
  }

  private static double centred(String hundredths) {
    return Integer.parseInt(hundredths) / 100.0 - 0.5;
  }
}
