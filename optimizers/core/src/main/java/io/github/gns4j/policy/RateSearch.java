package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether the rate is still searched from below. Then every other step is probed, few probes count,
 * and a rise goes as far as they resolve and a little farther than they see; later a rise is slow,
 * and no two come together.
 */
final class RateSearch implements Stateful {
  /** Weight of the past while the rate is searched: about 6 probes count. */
  private static final double SEARCHING = 0.7;

  /** Weight of the past at a probe later: about 19 probes count. */
  private static final double SETTLED = 0.9;

  /** Weight of the past in the curvature while the rate is searched, and later. */
  private static final double FRESH = 0.5;

  private static final double CURVATURE = 0.8;

  /** Weight of the past at a slope: about 39 steps count after a move. */
  private static final double SLOPES = 0.95;

  /** The same once the rate has stayed for long. */
  private static final double LONG = 0.99;

  /** One-sided probabilities at which a longer step is resolved: while searching, and later. */
  private static final double SEARCH_LEVEL = 0.975;

  /** The same for a rise by 3 or more: chance must not throw away a run. */
  private static final double FAR_LEVEL = 0.9995;

  /** A rise goes this much beyond what probes have seen at most. */
  private static final double BEYOND = 4;

  private static final double FAR = 3;

  private static final double LEVEL = 0.995;

  /** Probes in a row that find nothing to raise end the search. */
  private static final int CALM = 5;

  /** Steps between slow rises: chance is not acted on again before a part of it is forgotten. */
  private static final int REST = 8;

  /** The same while searching, for rises that are not far. */
  private static final int SHORT_REST = 3;

  /** Factor of a move near the best length: a fifth of what costs anything in a flat optimum. */
  static final double SLOW = 1.3;

  /**
   * What a rise beyond this leaves of its factor: a step that persists in the momentum of those
   * after it goes about as much farther, and the direction of tiny steps is not that of long ones.
   */
  private static final double ROOM_ABOVE = 8;

  /** Factors of a fast rise; beyond them it goes by doublings. */
  private static final double[] FAST = {1.6, 2, 3, 4, 6, 8};

  /** A fast move down needs as much room again beyond its end. */
  private static final double ROOM = 2;

  private static final double[] FAST_DOWN = {2, 4, 8};

  private int calm;
  private long observed;
  private long lastRise = -REST;
  private long lastMove;

  boolean isOn() {
    return calm < CALM;
  }

  /** Returns the weight of the past at a probe. */
  double keep() {
    return isOn() ? SEARCHING : SETTLED;
  }

  /**
   * Returns the weight of the past in the curvature that slopes are read with: about three probes
   * count while the rate is searched, for it falls to a fraction within a dozen steps; about nine
   * later.
   */
  double keepOfCurvature() {
    return isOn() ? FRESH : CURVATURE;
  }

  /** Returns the weight of the past at a slope: of half the steps since the last move. */
  double keepOfSlopes() {
    return Math.clamp(1 - 2.0 / Math.max(observed - lastMove, 1), SLOPES, LONG);
  }

  /** Counts an observation. */
  void observed() {
    observed++;
  }

  /** Returns whether the best multiplier is resolved as above {@code bound}. */
  boolean allows(StepLengthEstimate estimate, double bound) {
    return estimate.agrees(bound) && estimate.exceeds(bound, isOn() ? SEARCH_LEVEL : LEVEL);
  }

  /**
   * Returns the factor of a rise that is allowed at {@code bound}; 1 while it has to rest.
   *
   * @param reached multiplier up to which the last probe has seen the curvature
   * @param told factor to the rate that was told
   */
  double up(StepLengthEstimate estimate, double bound, double reached, double told) {
    if (!isOn()) {
      return observed - lastRise < REST ? 1 : SLOW;
    }
    double most = BEYOND * reached / bound;
    if (told >= FAR && told <= most && trusts(estimate, bound * told)) {
      return told;
    }
    double factor = SLOW;
    for (int i = 0; fast(i) <= most && exceeds(estimate, bound, fast(i)); i++) {
      factor = fast(i);
    }
    factor = Math.max(Math.min(factor, ROOM_ABOVE), factor / ROOM_ABOVE);
    return factor < FAR && observed - lastRise < SHORT_REST ? 1 : factor;
  }

  /**
   * Returns whether a rate that was told is believed: it needs less evidence than another far rise,
   * and no room for what is not known, because whoever told it would have started there.
   */
  private static boolean trusts(StepLengthEstimate estimate, double multiplier) {
    return estimate.agrees(multiplier) && estimate.exceeds(multiplier, LEVEL);
  }

  /** Returns the {@code i}-th factor of a fast rise. */
  private static double fast(int i) {
    int last = FAST.length - 1;
    return i <= last ? FAST[i] : Math.scalb(FAST[last], i - last);
  }

  private static boolean exceeds(StepLengthEstimate estimate, double bound, double factor) {
    return estimate.exceeds(bound * factor, factor < FAR ? SEARCH_LEVEL : FAR_LEVEL);
  }

  /** Returns the factor of a fall where the best multiplier is resolved as below {@code bound}. */
  static double down(StepLengthEstimate estimate, double bound, double least) {
    double factor = least;
    for (double fast : FAST_DOWN) {
      factor = estimate.isBelow(bound / fast / ROOM) ? fast : factor;
    }
    return factor;
  }

  /** The rate was raised. */
  void raised() {
    lastRise = observed;
    lastMove = observed;
    calm = isOn() ? 0 : calm;
  }

  /** A probe found nothing to raise. */
  void stayed() {
    calm = Math.min(calm + 1, CALM);
  }

  /** The rate was too high once: what is left is fine-tuning. */
  void end() {
    lastMove = observed;
    calm = CALM;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(calm);
    out.writeLong(observed);
    out.writeLong(lastRise);
    out.writeLong(lastMove);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    calm = in.readInt();
    observed = in.readLong();
    lastRise = in.readLong();
    lastMove = in.readLong();
  }
}
