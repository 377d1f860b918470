package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import java.util.SplittableRandom;

/** What the elements of a gradient are, each for a reason. */
public enum Values {
  /** About 1, with edges of segments and blocks standing out, so that a lost one is seen. */
  NORMAL("ordinary numbers"),
  /** Below the normal range: lost by kernels that flush to 0 or square in float. */
  SUBNORMAL("subnormal numbers"),
  /** Squares leave the range of float (1e30), or of double (1e200). */
  HUGE("squares overflow"),
  /** Nothing may divide by a norm or by a moment of 0. */
  ZERO("zeros"),
  /** A first vector that is not finite. */
  NAN_HEAD("NaN first", Place.HEAD, Double.NaN),
  /** Not at an edge. */
  NAN_MIDDLE("NaN in the middle", Place.MIDDLE, Double.NaN),
  /** In what is left over after whole vectors. */
  NAN_TAIL("NaN last", Place.TAIL, Double.NaN),
  /** Infinity is not NaN: comparisons with it succeed. */
  INFINITY_HEAD("∞ first", Place.HEAD, Double.POSITIVE_INFINITY),
  /** Negative, not at an edge. */
  INFINITY_MIDDLE("−∞ in the middle", Place.MIDDLE, Double.NEGATIVE_INFINITY),
  /** In what is left over after whole vectors. */
  INFINITY_TAIL("∞ last", Place.TAIL, Double.POSITIVE_INFINITY);

  private enum Place {
    HEAD,
    MIDDLE,
    TAIL
  }

  /** How much larger edges are: a lost one changes a sum of n terms by 64/n. */
  private static final double EDGE = 8;

  private final String reason;
  private final Place place;
  private final double special;

  Values(String reason) {
    this(reason, null, 0);
  }

  Values(String reason, Place place, double special) {
    this.reason = reason;
    this.place = place;
    this.special = special;
  }

  /** Returns why these values are tested. */
  public String reason() {
    return reason;
  }

  /** Returns whether an element is NaN or infinite. */
  public boolean isNonFinite() {
    return place != null;
  }

  /** Makes a gradient for arrays of {@code type}; the same for the same arguments. */
  double[] gradient(Layout layout, ElementType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[layout.length()];
    for (int i = 0; i < values.length; i++) {
      double sign = random.nextBoolean() ? 1 : -1;
      double size = random.nextDouble(1, 2);
      values[i] = sign * size * magnitude(type) * (layout.isEdge(i) && this == NORMAL ? EDGE : 1);
    }
    if (place != null && values.length > 0) {
      values[index(values.length)] = special;
    }
    return values;
  }

  private int index(int length) {
    return switch (place) {
      case HEAD -> 0;
      case MIDDLE -> length / 2;
      case TAIL -> length - 1;
    };
  }

  /** Scales numbers in [1, 2), so that they do not reach the limits of the type. */
  private double magnitude(ElementType type) {
    return switch (this) {
      case ZERO -> 0;
      case SUBNORMAL ->
          switch (type) {
            case FLOAT16 -> 6e-8; // the smallest is 2⁻²⁴
            case FLOAT32, BFLOAT16 -> 1e-40;
            case FLOAT64 -> 1e-310;
          };
      case HUGE ->
          switch (type) {
            case FLOAT16 -> 3e4; // the largest is 65504
            case FLOAT32, BFLOAT16 -> 1e30;
            case FLOAT64 -> 1e200;
          };
      default -> 0.5;
    };
  }
}
