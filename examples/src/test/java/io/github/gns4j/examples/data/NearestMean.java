package io.github.gns4j.examples.data;

/** The simplest classifier: the digit whose mean image is nearest. Measures how hard images are. */
final class NearestMean {
  private NearestMean() {}

  static double accuracy(DigitSplit split) {
    double[][] means = means(split.train());
    Digits test = split.test();
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      right += nearest(test, i, means) == test.label(i) ? 1 : 0;
    }
    return (double) right / test.size();
  }

  private static double[][] means(Digits train) {
    double[][] means = new double[Digits.CLASSES][train.pixels()];
    int[] counts = new int[Digits.CLASSES];
    for (int i = 0; i < train.size(); i++) {
      counts[train.label(i)]++;
      for (int p = 0; p < train.pixels(); p++) {
        means[train.label(i)][p] += train.pixel(i, p);
      }
    }
    for (int digit = 0; digit < means.length; digit++) {
      for (int p = 0; p < train.pixels(); p++) {
        means[digit][p] /= counts[digit];
      }
    }
    return means;
  }

  private static int nearest(Digits digits, int index, double[][] means) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int digit = 0; digit < means.length; digit++) {
      double distance = 0;
      for (int p = 0; p < digits.pixels(); p++) {
        double difference = digits.pixel(index, p) - means[digit][p];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = digit;
      }
    }
    return best;
  }
}
