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
 *       slopes along the probed step; after any other step, {@link #observeSlope} with the last of
 *       them, if it is to be had.
 * </ol>
 *
 * <p>Every run starts from below, at a thousandth of the rate (but not below 1e-6, where a float
 * step no longer moves the gradient), and rises on evidence alone. While the rate is searched every
 * step is probed, and a rise goes as far as the best length is resolved to lie, up to 32-fold; five
 * probes that find nothing to raise end the search. Later a rise is by 1.3, and the slopes of all
 * steps tell, not those of the probed ones alone. The rate falls where the step is resolved as too
 * long, and by half at once where loss or gradient leave the range in which they are expected, back
 * to what it was before the last rise; the way up is then closed near the rate that failed, and
 * opens slowly. Once the rate stays, probes spread to the policy's longest spacing.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StepLengthTuner implements Stateful {
  private static final double START = 1e-3;
  private static final double LEAST_START_RATE = 1e-6;

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
  private final StepLengthEstimate estimate = new StepLengthEstimate();
  private final LossTrend trend = new LossTrend(FLAT_WINDOW);
  private final ExpectedRange losses = new ExpectedRange(0.3);
  private final ExpectedRange gradients = new ExpectedRange(3);
  private double multiplier;
  private double stepMultiplier;
  private double gain = 1;
  private double beforeRise;
  private double ceiling = LARGEST;
  private double patience = FIRST_PATIENCE;
  private final ProbeSpacing spacing;
  private long probes;
  private long undone;
  private final RateSearch search = new RateSearch();
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
    this.stepMultiplier = multiplier;
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
      reason = move.words(estimate, gain, probes);
    }
    return reason;
  }

  /**
   * Returns the curvature {@code sᵀHs} along the last step, over {@code |s|·|g|} and averaged over
   * the probes so far; NaN while it is not known.
   */
  public double curvature() {
    return estimate.curvature() * stepMultiplier * gain;
  }

  /**
   * Tells by how much the rule lengthened the step that {@link #beginStep} began, 1 unless told: a
   * step that is longer for its batch is not one of a greater multiplier.
   *
   * @param factor of the rate, above 0
   */
  public void lengthened(double factor) {
    gain = Arguments.positive("factor", factor);
  }

  /** Counts a step that is about to be taken, and returns whether it is to be probed. */
  public boolean beginStep() {
    stepMultiplier = multiplier;
    return spacing.begin();
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
    search.observed();
    if (probe.isUsable()) {
      estimate.add(probe, stepMultiplier * gain, search.keep());
    }
    move();
    spacing.observed();
  }

  /**
   * Learns from the slope at the end of a step that was not probed, {@code s·g(θ + s; ξ')}, which
   * needs no gradient of its own. One that is not finite tells nothing.
   *
   * @param slopeNext the slope
   * @param scale {@code |s|·|g(θ + s; ξ')|}
   */
  public void observeSlope(double slopeNext, double scale) {
    if (Double.isFinite(slopeNext) && Double.isFinite(scale) && scale > 0) {
      search.observed();
      estimate.addSlope(slopeNext / scale, stepMultiplier * gain, RateSearch.SLOPES);
      move();
    }
  }

  private void move() {
    if (search.allows(estimate, raiseAbove * multiplier * gain)) {
      raise();
    } else if (estimate.isBelow(tooLong() * multiplier * gain)) {
      lower();
    } else {
      stay();
    }
  }

  private void raise() {
    double factor = search.up(estimate, raiseAbove * multiplier * gain);
    double raised = Math.min(multiplier * factor, ceiling);
    if (raised <= multiplier) {
      rest();
      return;
    }
    beforeRise = multiplier;
    search.raised();
    moveTo(raised, Kind.RAISED);
  }

  /**
   * A step is too long at the policy's bound, and a little earlier once the loss no longer falls.
   */
  private double tooLong() {
    return trend.isFlat() ? FLAT * raiseAbove : policy.lowerBelow();
  }

  private void lower() {
    double least = trend.isFlat() ? FLAT : RateSearch.SLOW;
    double factor = RateSearch.down(estimate, policy.lowerBelow() * multiplier * gain, least);
    trend.reset();
    search.end();
    moveTo(Math.max(multiplier / factor, 1 / LARGEST), Kind.LOWERED);
  }

  private void moveTo(double target, Kind kind) {
    boolean fast = Math.max(target / multiplier, multiplier / target) > RateSearch.SLOW;
    spacing.moved(fast);
    tell(kind, target, 0);
    multiplier = target;
  }

  private void stay() {
    if (estimate.isReady() && search.isOn()) {
      search.stayed();
    } else if (estimate.isReady()) {
      spacing.stayed();
    }
    tell(Kind.STAYS, multiplier, 0);
  }

  /** A rise that waits is not a rate that stays while it is searched. */
  private void rest() {
    if (search.isOn()) {
      tell(Kind.STAYS, multiplier, 0);
    } else {
      stay();
    }
  }

  private void undo(double factor, Kind kind, double sign) {
    double fallen = multiplier / Math.max(factor, LEAST_UNDO);
    double back = Math.max(Math.min(fallen, beforeRise), 1 / LARGEST);
    tell(kind, back, sign);
    multiplier = back;
    beforeRise = back;
    ceiling = back * RateSearch.SLOW;
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
        new double[] {multiplier, stepMultiplier, gain, beforeRise, ceiling, patience}) {
      out.writeDouble(value);
    }
    for (long value : new long[] {probes, undone, skips}) {
      out.writeLong(value);
    }
    spacing.save(out);
    search.save(out);
    move.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    estimate.restore(in);
    trend.restore(in);
    losses.restore(in);
    gradients.restore(in);
    multiplier = in.readDouble();
    stepMultiplier = in.readDouble();
    gain = in.readDouble();
    beforeRise = in.readDouble();
    ceiling = in.readDouble();
    patience = in.readDouble();
    probes = in.readLong();
    undone = in.readLong();
    skips = (int) in.readLong();
    spacing.restore(in);
    search.restore(in);
    move.restore(in);
    reason = null;
  }
}
