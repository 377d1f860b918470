package io.github.gns4j.policy;

import io.github.gns4j.policy.RateMove.Kind;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The multiplier of the rate that a {@link StepLengthTuner} moves, and what it did last. */
final class RateMultiplier implements Stateful {
  private static final double START = 1e-3;
  private static final double LEAST_START_RATE = 1e-6;

  /** A rise from far below was not wrong as a whole. */
  private static final double FARTHEST_UNDO = 32;

  private final WayUp wayUp = new WayUp();
  private final RateMove move;
  private double value;
  private double beforeRise;
  private long undone;

  /** Starts from below, but not below what moves a float. */
  RateMultiplier(double baseRate) {
    double floor = baseRate > 0 ? Math.min(1, LEAST_START_RATE / baseRate) : 1;
    this.value = Math.max(START, floor);
    this.beforeRise = value;
    this.move = new RateMove(value);
  }

  double value() {
    return value;
  }

  /** Returns how often a rise was taken back. */
  long undone() {
    return undone;
  }

  /** A step passed. */
  void step() {
    wayUp.open();
  }

  /** Returns whether it may rise by a part of {@code factor} at least. */
  boolean canRise(double factor) {
    return wayUp.limit(value * factor) > value;
  }

  /** Rises, and returns whether that is a fast move. */
  boolean rise(double factor) {
    beforeRise = value;
    return moveTo(wayUp.limit(value * factor), Kind.RAISED);
  }

  /** Falls, and returns whether that is a fast move. */
  boolean fall(double factor) {
    return moveTo(Math.max(value / factor, 1 / WayUp.LARGEST), Kind.LOWERED);
  }

  void stay() {
    move.set(Kind.STAYS, value, value, 0);
  }

  /** It would rise, but for the largest rate allowed. */
  void isLargest() {
    move.set(Kind.LARGEST, value, value, 0);
  }

  /**
   * Falls by {@code factor}, and to what it was before the last rise at least.
   *
   * @param sign what told that it is too high
   */
  void undo(double factor, Kind kind, double sign) {
    double fallen = value / Math.max(factor, StepWatch.LEAST_UNDO);
    double before = Math.max(beforeRise, value / FARTHEST_UNDO);
    double back = Math.max(Math.min(fallen, before), 1 / WayUp.LARGEST);
    move.set(kind, value, back, sign);
    value = back;
    beforeRise = back;
    wayUp.closeAt(back);
    undone++;
  }

  private boolean moveTo(double target, Kind kind) {
    boolean fast = Math.max(target / value, value / target) > RateSearch.SLOW;
    move.set(kind, value, target, 0);
    value = target;
    return fast;
  }

  /** Returns why the last move was made, with what {@code estimate} knows now. */
  Reason why(StepLengthEstimate estimate, double gain, long probes) {
    return move.why(estimate, gain, probes);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(value);
    out.writeDouble(beforeRise);
    wayUp.save(out);
    out.writeLong(undone);
    move.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    value = in.readDouble();
    beforeRise = in.readDouble();
    wayUp.restore(in);
    undone = in.readLong();
    move.restore(in);
  }
}
