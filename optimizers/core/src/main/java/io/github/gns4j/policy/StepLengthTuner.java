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
 *       probed, its batch's gradient is computed once more, {@link #reach()} times as far along the
 *       step as it went, and again for as long as {@link #looked} says so;
 *   <li>{@link #endStep} with the loss and {@code |ḡ|²} of the step, or {@link #skipStep()};
 *   <li>when the gradient of the step after a probed one is known, {@link #observe} with the three
 *       slopes along the probed step; after any other step, {@link #observeSlope} with the last of
 *       them, if it is to be had.
 * </ol>
 *
 * <p>Every run starts from below, at a thousandth of the rate (but not below 1e-6, where a float
 * step no longer moves the gradient), and rises on evidence alone. While the rate is searched every
 * other step is probed, at the distance where the curvature shows ({@link ProbeReach}), and a rise
 * goes as far as the best length is resolved to lie, up to four times as far as the last probe saw.
 * The rate itself, at multiplier 1, is believed sooner than others: four observations may do. Five
 * steps that find nothing to raise end the search. Later a rise is by 1.3, and the slopes of all
 * steps tell, not those of the probed ones alone. The rate falls where the step is resolved as too
 * long, and by half at once where loss or gradient leave the range in which they are expected, back
 * to what it was before the last rise; the way up is then closed near the rate that failed, and
 * opens slowly. Once the rate stays, probes spread to the policy's longest spacing.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StepLengthTuner implements Stateful {
  /** Consecutive skips that are not the loss scale's. */
  private static final int MANY_SKIPS = 3;

  /** So near to the largest rate it is there. */
  private static final double LEAST_ROOM = 1.01;

  /** Once the loss is flat, it is enough that the step is not resolved as much too short. */
  private static final double FLAT = 2;

  private final ProbePolicy policy;
  private final double raiseAbove;

  /** The largest multiplier with the rule's gain. */
  private final double largest;

  private final StepLengthEstimate estimate = new StepLengthEstimate();
  private final StepWatch watch = new StepWatch();
  private final RateSearch search = new RateSearch();
  private final RateMultiplier multiplier;
  private final ProbeReach reach;
  private final ProbeSpacing spacing;
  private double stepMultiplier;
  private double gain = 1;
  private double reached;
  private long probes;
  private int skips;
  private Reason why;

  /**
   * Starts from below.
   *
   * @param policy bounds and cost
   * @param baseRate rate of the schedule at its start, at least 0
   */
  public StepLengthTuner(ProbePolicy policy, double baseRate) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.raiseAbove = policy.raiseAbove();
    this.largest = policy.largestRate() / baseRate;
    this.spacing = new ProbeSpacing(policy.longestSpacing());
    this.multiplier = new RateMultiplier(Arguments.nonNegative("baseRate", baseRate));
    this.stepMultiplier = multiplier.value();
    this.reach = new ProbeReach(stepMultiplier);
  }

  /** Returns the factor of the rate. */
  public double multiplier() {
    return multiplier.value();
  }

  /** Returns the number of probes so far. */
  public long probes() {
    return probes;
  }

  /** Returns how often a rise was taken back. */
  public long undone() {
    return multiplier.undone();
  }

  /** Returns why the multiplier is what it is, in words and numbers. */
  public String reason() {
    return why().words();
  }

  /** Returns what {@link #reason} does, in words that are put together when they are read. */
  public Reason why() {
    if (why == null) {
      why = multiplier.why(estimate, gain, probes);
    }
    return why;
  }

  /**
   * Returns the curvature {@code sᵀHs} along the last step, over {@link #scale}, as the last few
   * probes saw it; NaN while it is not known.
   */
  public double curvature() {
    return estimate.probedCurvature() * stepMultiplier * gain;
  }

  /**
   * Returns the typical {@code |s|·|g|} of the last steps, stretched to the length of the last one:
   * what its slopes are to be divided by.
   *
   * @param own that of the last step itself, returned while no other is known
   */
  public double scale(double own) {
    return estimate.scaleOr(own, stepMultiplier * gain);
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
    stepMultiplier = multiplier.value();
    reach.begin();
    return spacing.begin();
  }

  /**
   * Returns at how many times the length of the step that {@link #beginStep} began its probe is to
   * look: at least 1, and 1 once the search is over.
   */
  public double reach() {
    return search.isOn() ? reach.factor(stepMultiplier * gain) : 1;
  }

  /**
   * Takes in the slopes of the step's own batch at its beginning and at {@link #reach} times its
   * length.
   *
   * @return whether the probe is to look again, at what {@link #reach} is now: this look was too
   *     short or too long to tell the curvature; only the last one counts
   */
  public boolean looked(double slopeBefore, double slopeAfter) {
    return search.isOn() && reach.looked(slopeBefore, slopeAfter, stepMultiplier * gain);
  }

  /**
   * Takes in what every step shows.
   *
   * @param loss mean loss over the batch, if known
   * @param gradientSquared {@code |ḡ|²}, finite
   */
  public void endStep(OptionalDouble loss, double gradientSquared) {
    skips = 0;
    multiplier.step();
    watch
        .observe(loss, gradientSquared)
        .ifPresent(alarm -> undo(alarm.factor(), alarm.kind(), alarm.value()));
  }

  /** Takes note of a step that was skipped because its gradient was not finite. */
  public void skipStep() {
    skips++;
    if (skips % MANY_SKIPS == 0) {
      undo(StepWatch.LEAST_UNDO, Kind.SKIPS, skips);
    }
  }

  /** Learns from the probe of the step that {@link #beginStep} last asked for. */
  public void observe(StepLengthProbe probe) {
    probes++;
    search.observed();
    if (probe.isUsable()) {
      estimate.add(probe, stepMultiplier * gain, search.keep(), search.keepOfCurvature());
      reached = probe.reach() * stepMultiplier * gain;
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
      estimate.addSlope(slopeNext, scale, stepMultiplier * gain, search.keepOfSlopes());
      move();
    }
  }

  private void move() {
    why = null;
    double now = multiplier.value();
    if (search.allows(estimate, raiseAbove * now * gain)) {
      raise(search.up(estimate, raiseAbove * now * gain, reached, 1 / now), largest / (now * gain));
    } else if (estimate.isBelow(tooLong() * now * gain)) {
      lower();
    } else {
      stay();
    }
  }

  /**
   * Rises by {@code factor}, or as far as the policy lets it.
   *
   * @param room factor to the largest rate
   */
  private void raise(double factor, double room) {
    double allowed = Math.min(factor, room);
    if (room < LEAST_ROOM) {
      stay();
      multiplier.isLargest();
    } else if (multiplier.canRise(allowed)) {
      search.raised();
      spacing.moved(multiplier.rise(allowed));
    } else if (search.isOn()) {
      // A rise that waits is not a rate that stays while it is searched.
      multiplier.stay();
    } else {
      stay();
    }
  }

  /**
   * A step is too long at the policy's bound, and a little earlier once the loss no longer falls.
   */
  private double tooLong() {
    return watch.isFlat() ? FLAT * raiseAbove : policy.lowerBelow();
  }

  private void lower() {
    double least = watch.isFlat() ? FLAT : RateSearch.SLOW;
    double bound = policy.lowerBelow() * multiplier.value() * gain;
    double factor = RateSearch.down(estimate, bound, least);
    watch.resetTrend();
    search.end();
    spacing.moved(multiplier.fall(factor));
  }

  private void stay() {
    if (estimate.isReady() && search.isOn()) {
      search.stayed();
    } else if (estimate.isReady()) {
      spacing.stayed();
    }
    multiplier.stay();
  }

  private void undo(double factor, Kind kind, double sign) {
    why = null;
    multiplier.undo(factor, kind, sign);
    estimate.clear();
    watch.clear();
    spacing.restart();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    estimate.save(out);
    watch.save(out);
    multiplier.save(out);
    out.writeDouble(stepMultiplier);
    out.writeDouble(gain);
    out.writeDouble(reached);
    reach.save(out);
    out.writeLong(probes);
    out.writeInt(skips);
    spacing.save(out);
    search.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    estimate.restore(in);
    watch.restore(in);
    multiplier.restore(in);
    stepMultiplier = in.readDouble();
    gain = in.readDouble();
    reached = in.readDouble();
    reach.restore(in);
    probes = in.readLong();
    skips = in.readInt();
    spacing.restore(in);
    search.restore(in);
    why = null;
  }
}
