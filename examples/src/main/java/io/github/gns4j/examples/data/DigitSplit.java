package io.github.gns4j.examples.data;

/**
 * Images to train on and images to test on.
 *
 * @param source where they come from, in words
 * @param train images to train on, at least one
 * @param test images to test on, at least one, of the same size in pixels
 */
public record DigitSplit(String source, Digits train, Digits test) {
  /** Checks that both parts hold images of one size. */
  public DigitSplit {
    if (train.size() == 0 || test.size() == 0) {
      throw new IllegalArgumentException(
          source
              + " has "
              + train.size()
              + " images to train on and "
              + test.size()
              + " to test on, allowed: at least one of each");
    }
    if (train.rows() != test.rows() || train.columns() != test.columns()) {
      throw new IllegalArgumentException(
          source
              + " has images of "
              + size(train)
              + " to train on and of "
              + size(test)
              + " to test on, allowed: one size");
    }
  }

  private static String size(Digits digits) {
    return digits.rows() + "x" + digits.columns();
  }
}
