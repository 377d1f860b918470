package io.github.gns4j.examples.race;

import io.github.gns4j.kernels.Arguments;

/**
 * When a run ends, whichever comes first, and what it should reach.
 *
 * @param seconds of training; evaluation is not counted
 * @param epochs passes over the images to train on
 * @param target share of the test images to classify rightly, in (0, 1]
 */
public record Limits(double seconds, double epochs, double target) {
  /** Checks the ranges. */
  public Limits {
    Arguments.positive("seconds", seconds);
    Arguments.positive("epochs", epochs);
    Arguments.positive("target", target);
    Arguments.closed("target", target, 0, 1);
  }
}
