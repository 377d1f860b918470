package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.RateMove.Kind;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Lets the learning rate find itself: a multiplier of the rate that probes of the step length move.
 *
 * <p>Protocol of a training loop, each step:
 *
 * <ol>
 *   <li>{@link #beginStep()} tells whether the step is to be probed;
 *   <li>the step is taken at {@link #multiplier()} times the rate that schedule and rule give; if
 *       probed, its batch's gradient is computed once more at the new parameters;
 *   <li>{@link #endStep} with the loss and {@code |ḡ|²} of the step, or {@link #skipStep()};
 *   <li>when the gradient of the step after a probed one is known, {@link #observe} with the three
 *       slopes along the probed step.
 * </ol>
 *
 * <p>Every step starts from below, at a thousandth of the rate (but not below 1e-6, where a float
 * step no longer moves the gradient), and rises on evidence alone: up to eightfold a probe while
 * the best length is resolved as many times longer, by {@value #SLOW} near it. It falls in the same
 * way, and by half at once where loss or gradient leave the range in which they are expected, back
 * to what it was before the last rise; the way up is then closed near the rate that failed, and
 * opens slowly. Probes come every step while the rate moves fast, and spread to the policy's
 * longest spacing while it stays.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StepLengthTuner implements Stateful {
  /** Factor of a move near the best length: a fifth of what costs anything in a flat optimum. */
  static final double SLOW = 1.3;

  private static final double[] FAST = {2, 4, 8};

  /** A fast move needs as much room again beyond its end. */
  private static final double ROOM = 2;

  /** Weight of the past at each probe: about 19 probes count. */
  private static final double KEEP = 0.9;

  private static final double START = 1e-3;
  private static final double LEAST_START_RATE = 1e-6;

  /** Probes between slow rises: chance is not acted on again before half of it is forgotten. */
  private static final int REST = 4;

  /** An undo at least halves the rate. */
  private static final double LEAST_UNDO = 2;

  /** Consecutive skips that are not the loss scale's. */
  private static final int MANY_SKIPS = 3;

  /**
   * Steps in which the way up opens again, twofold, after the first undo; twice as many after each.
   */
  private static final double FIRST_PATIENCE = 50;

  private static final double LAST_PATIENCE = 10_000;

  /** Once the loss is flat, it is enough that the step is not resolved as much too short. */
  private static final double FLAT = 2;

  /** Steps in which a loss that no longer falls counts as flat. */
  private static final int FLAT_WINDOW = 256;

  /** The multiplier stays inside a range in which no rate over- or underflows. */
  private static final double LARGEST = 1e9;

  private final ProbePolicy policy;
  private final double raiseAbove;
  private final StepLengthEstimate estimate = new StepLengthEstimate(KEEP);
  private final LossTrend trend = new LossTrend(FLAT_WINDOW);
  private final ExpectedRange losses = new ExpectedRange(0.3);
  private final ExpectedRange gradients = new ExpectedRange(3);
  private double multiplier;
  private double probedMultiplier;
  private double beforeRise;
  private double ceiling = LARGEST;
  private double patience = FIRST_PATIENCE;
  private final ProbeSpacing spacing;
  private long probes;
  private long lastRise = -REST;
  private long undone;
  private int skips;
  private final RateMove move;
  private String reason;

  /**
   * Starts from below.
   *
   * @param policy bounds and cost
   * @param baseRate rate of the schedule at its start, at least 0
   */
  public StepLengthTuner(ProbePolicy policy, double baseRate) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.raiseAbove = policy.raiseAbove();
    this.spacing = new ProbeSpacing(policy.longestSpacing());
    Arguments.nonNegative("baseRate", baseRate);
    double floor = baseRate > 0 ? Math.min(1, LEAST_START_RATE / baseRate) : 1;
    this.multiplier = Math.max(START, floor);
    this.beforeRise = multiplier;
    this.probedMultiplier = multiplier;
    this.move = new RateMove(multiplier);
  }

  /** Returns the factor of the rate. */
  public double multiplier() {
    return multiplier;
  }

  /** Returns the number of probes so far. */
  public long probes() {
    return probes;
  }

  /** Returns how often a rise was taken back. */
  public long undone() {
    return undone;
  }

  /** Returns why the multiplier is what it is, in words and numbers. */
  public String reason() {
    if (reason == null) {
      reason = move.words(estimate, probes);
    }
    return reason;
  }

  /** Counts a step that is about to be taken, and returns whether it is to be probed. */
  public boolean beginStep() {
    boolean due = spacing.begin();
    probedMultiplier = due ? multiplier : probedMultiplier;
    return due;
  }

  /**
   * Takes in what every step shows.
   *
   * @param loss mean loss over the batch, if known
   * @param gradientSquared {@code |ḡ|²}, finite
   */
  public void endStep(OptionalDouble loss, double gradientSquared) {
    skips = 0;
    ceiling = Math.min(LARGEST, ceiling * (1 + Math.log(2) / patience));
    double known = loss.orElse(Double.NaN);
    trend.observe(known);
    boolean left = Double.isFinite(known) && losses.isLeftBy(known);
    if (Double.isFinite(gradientSquared) && gradients.isLeftBy(gradientSquared)) {
      // An unstable step multiplies the gradient by about rate times curvature.
      undo(Math.sqrt(gradients.growth()), Kind.GRADIENT, gradientSquared);
    } else if (left) {
      undo(LEAST_UNDO, Kind.LOSS, known);
    }
  }

  /** Takes note of a step that was skipped because its gradient was not finite. */
  public void skipStep() {
    skips++;
    if (skips % MANY_SKIPS == 0) {
      undo(LEAST_UNDO, Kind.SKIPS, skips);
    }
  }

  /** Learns from the probe of the step that {@link #beginStep} last asked for. */
  public void observe(StepLengthProbe probe) {
    probes++;
    if (probe.isUsable()) {
      estimate.add(probe, probedMultiplier);
    }
    if (estimate.exceeds(raiseAbove * multiplier) && estimate.agrees(raiseAbove * multiplier)) {
      raise();
    } else if (estimate.isBelow(tooLong() * multiplier)) {
      lower();
    } else {
      stay();
    }
    spacing.observed();
  }

  private void raise() {
    double factor = SLOW;
    for (double fast : FAST) {
      factor = estimate.farExceeds(raiseAbove * multiplier * fast * ROOM) ? fast : factor;
    }
    double raised = Math.min(multiplier * factor, ceiling);
    boolean rests = factor == SLOW && probes - lastRise < REST;
    if (raised <= multiplier || rests) {
      stay();
      return;
    }
    beforeRise = multiplier;
    lastRise = probes;
    moveTo(raised, Kind.RAISED);
  }

  /**
   * A step is too long at the policy's bound, and a little earlier once the loss no longer falls.
   */
  private double tooLong() {
    return trend.isFlat() ? FLAT * raiseAbove : policy.lowerBelow();
  }

  private void lower() {
    double factor = trend.isFlat() ? FAST[0] : SLOW;
    for (double fast : FAST) {
      double bound = policy.lowerBelow() * multiplier / fast / ROOM;
      factor = estimate.isBelow(bound) ? fast : factor;
    }
    trend.reset();
    moveTo(Math.max(multiplier / factor, 1 / LARGEST), Kind.LOWERED);
  }

  private void moveTo(double target, Kind kind) {
    boolean fast = Math.max(target / multiplier, multiplier / target) > SLOW;
    spacing.moved(fast);
    tell(kind, target, 0);
    multiplier = target;
  }

  private void stay() {
    if (estimate.isReady()) {
      spacing.stayed();
    }
    tell(Kind.STAYS, multiplier, 0);
  }

  private void undo(double factor, Kind kind, double sign) {
    double fallen = multiplier / Math.max(factor, LEAST_UNDO);
    double back = Math.max(Math.min(fallen, beforeRise), 1 / LARGEST);
    tell(kind, back, sign);
    multiplier = back;
    beforeRise = back;
    ceiling = back * SLOW;
    patience = Math.min(LAST_PATIENCE, 2 * patience);
    undone++;
    estimate.clear();
    trend.reset();
    losses.clear();
    gradients.clear();
    spacing.restart();
  }

  private void tell(Kind kind, double to, double sign) {
    move.set(kind, multiplier, to, sign);
    reason = null;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    estimate.save(out);
    trend.save(out);
    losses.save(out);
    gradients.save(out);
    for (double value :
        new double[] {multiplier, probedMultiplier, beforeRise, ceiling, patience}) {
      out.writeDouble(value);
    }
    for (long value : new long[] {probes, lastRise, undone, skips}) {
      out.writeLong(value);
    }
    spacing.save(out);
    move.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    estimate.restore(in);
    trend.restore(in);
    losses.restore(in);
    gradients.restore(in);
    multiplier = in.readDouble();
    probedMultiplier = in.readDouble();
    beforeRise = in.readDouble();
    ceiling = in.readDouble();
    patience = in.readDouble();
    probes = in.readLong();
    lastRise = in.readLong();
    undone = in.readLong();
    skips = (int) in.readLong();
    spacing.restore(in);
    move.restore(in);
    reason = null;
  }
}
