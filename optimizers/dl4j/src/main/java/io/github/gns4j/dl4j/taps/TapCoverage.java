package io.github.gns4j.dl4j.taps;

import java.util.List;
import java.util.Locale;

/**
 * Which layers of a network show the gradients of single samples, and which do not.
 *
 * @param layers names of those that do
 * @param leftOut the others that have trainable parameters
 * @param parameters trainable parameters of the layers that do
 */
public record TapCoverage(List<String> layers, List<LeftOut> leftOut, long parameters) {
  private static final double PERCENT = 100;

  /** Copies the lists. */
  public TapCoverage {
    layers = List.copyOf(layers);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A layer that does not.
   *
   * @param layer its name
   * @param parameters its trainable parameters
   * @param reason in words
   */
  public record LeftOut(String layer, long parameters, String reason) {}

  /** Returns the share of trainable parameters in layers that do, in [0, 1]. */
  public double share() {
    long total = parameters + leftOut.stream().mapToLong(LeftOut::parameters).sum();
    return total == 0 ? 0 : (double) parameters / total;
  }

  /** Returns whether no layer is left out. */
  public boolean isComplete() {
    return leftOut.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%.1f%% of the parameters show per-sample gradients (layers %s)",
            PERCENT * share(),
            String.join(", ", layers)));
    for (LeftOut out : leftOut) {
      double share = (1 - share()) * out.parameters() / leftOutParameters();
      text.append(
          String.format(
              Locale.ROOT,
              "; left out: %s with %.1f%%, %s",
              out.layer(),
              PERCENT * share,
              out.reason()));
    }
    return text.toString();
  }

  private double leftOutParameters() {
    return leftOut.stream().mapToLong(LeftOut::parameters).sum();
  }
}
