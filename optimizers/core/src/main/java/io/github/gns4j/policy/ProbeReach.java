package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far along a step a probe looks while the rate is searched. A step that is much too short
 * shows neither curvature nor where the best length lies; looking farther costs the same. The slope
 * of the step's own batch falls to nothing at the best length for that batch: the reach is led
 * there by secants, by a factor of {@value #LARGEST} in a look at most.
 *
 * <p>Lengths are in units of the multiplier of the rate, so that they stay valid when it moves.
 */
final class ProbeReach implements Stateful {
  private static final double LARGEST = 32;

  /** Share of the first slope above which a look was too short to tell a curvature. */
  private static final double UNSEEN = 0.9;

  /** The same below which it went too far: a curvature from there is not that of the step. */
  private static final double TOO_FAR = -3;

  /** Looks of a probe, the second to the last only where the one before told little. */
  private static final int MOST_LOOKS = 5;

  private double length;
  private int looks;

  /** Starts at the rate that was told, or beyond a step with {@code multiplier}. */
  ProbeReach(double multiplier) {
    this.length = Math.max(1, LARGEST * multiplier);
  }

  /** A step begins. */
  void begin() {
    looks = 0;
  }

  /** Returns the reach over the length of a step with {@code multiplier}, at least 1. */
  double factor(double multiplier) {
    return Math.max(1, length / multiplier);
  }

  /**
   * Learns from a look along a step with {@code multiplier}.
   *
   * @param before slope at the beginning of the step
   * @param after slope of the same batch at the reach
   * @return whether the probe is to look again, at what the reach is now
   */
  boolean looked(double before, double after, double multiplier) {
    looks++;
    double here = factor(multiplier) * multiplier;
    if (!Double.isFinite(after)) {
      length = here / LARGEST;
      return looks < MOST_LOOKS;
    }
    if (!(before < 0)) {
      return false;
    }
    double left = after / before;
    double crossing = left < 1 ? 1 / (1 - left) : LARGEST;
    length = here * Math.clamp(crossing, 1 / LARGEST, LARGEST);
    boolean tells = left <= UNSEEN && (left >= TOO_FAR || factor(multiplier) == 1);
    return !tells && looks < MOST_LOOKS;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(length);
    out.writeInt(looks);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    length = in.readDouble();
    looks = in.readInt();
  }
}
