package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The batch size of every step: what the rule proposes, brought inside the limits of a {@link
 * BatchPolicy}.
 *
 * <p>Called once after each step. A change is made if the {@linkplain BatchDwell dwell time} has
 * passed since the last one, the rule proposes another size, and the gain predicted for that size
 * within the limits reaches the threshold; then the batch moves by at most the growth factor, to
 * whole micro-batches. Of a size part of the way to the rule's aim, the gain is taken as the power
 * of the gain at the aim that belongs to the part in {@code log B}: since progress a second is
 * log-concave in {@code log B}, this is a lower bound.
 *
 * <p>A rule that {@linkplain BatchRule#countsOnRate counts on the rate} holds under a rate that
 * does not follow the batch, until the loss is flat. A rule that {@linkplain
 * BatchRule#needsStepTime needs the seconds of a step} gets short excursions to half the batch (or
 * twice, at the minimum) while these cannot be told from steps of one size.
 *
 * <p>Where the rate finds itself as well, or the rule does not count on it, scouting steps come
 * first, which tell noise and seconds at small sizes; from there the batch goes to what the rule
 * calls for at once, and to the first batch of the policy only where they told nothing. Where the
 * rate finds itself, a step is computed in {@linkplain #parts two parts} now and then later, to
 * tell the noise.
 *
 * <p>Every change that a rule asked for is audited over 64 steps ({@link BatchAudit}), and one that
 * is clearly worse is taken back; the batch then rests for ten dwell times.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class BatchController implements Stateful {
  private final BatchPolicy policy;
  private final boolean rateFollows;
  private final int maxMicroBatch;
  private final BatchReach reach;
  private final int start;

  /** Where scouting ends if noise and seconds are known, but the rule proposes nothing. */
  private final int unknown;

  private final LossTrend trend = new LossTrend(LossTrend.SHORT_WINDOW);
  private final Excursion excursion;
  private final Scouting scouting;
  private final BatchParts parts;
  private final BatchDwell dwell;
  private final AuditedChanges audit;
  private int batch;

  /** The last decision to hold, and what the rule or limit said: not state. */
  private BatchDecision held;

  private Reason heldWhy;

  /**
   * Starts at the first batch of the policy.
   *
   * @param policy rule and limits
   * @param rateRule how the learning rate follows the batch
   * @param baseBatch samples of the batch for which the base rate was chosen, at least 1
   * @param maxMicroBatch most samples that are computed at once, at least 1
   */
  public BatchController(
      BatchPolicy policy, LearningRateRule rateRule, int baseBatch, int maxMicroBatch) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.rateFollows = rateRule.followsBatch();
    this.maxMicroBatch = Arguments.atLeast("maxMicroBatch", maxMicroBatch, 1);
    this.reach = new BatchReach(policy, new BatchSteps(policy.growth(), maxMicroBatch));
    this.excursion = new Excursion(policy, maxMicroBatch);
    boolean findsItself = Scouting.suits(policy, rateRule);
    this.scouting = new Scouting(policy, rateRule);
    this.dwell = new BatchDwell(policy.dwell(), baseBatch, !findsItself);
    this.audit = new AuditedChanges(maxMicroBatch);
    this.start = policy.startOr(Arguments.atLeast("baseBatch", baseBatch, 1));
    this.unknown = findsItself ? scouting.middle() : start;
    this.batch = scouting.isOn() ? scouting.batch() : start;
    this.parts = new BatchParts(findsItself, maxMicroBatch, scouting);
  }

  /**
   * Returns the samples of the batch that a run with these rules starts with.
   *
   * @param otherwise what it is if the policy does not say
   */
  public static int firstBatch(BatchPolicy policy, LearningRateRule rateRule, int otherwise) {
    return Scouting.suits(policy, rateRule) ? Scouting.size(policy) : policy.startOr(otherwise);
  }

  /** Returns the samples of the next batch. */
  public int batch() {
    return batch;
  }

  /**
   * Returns the least number of parts in which the next batch is to be computed, so that they tell
   * its noise; 1 where none are asked for.
   */
  public int parts() {
    return parts.parts();
  }

  /** Takes note of the parts in which the batch was computed, at least 1. */
  public void computedIn(int microBatches) {
    parts.computedIn(microBatches);
  }

  /** Returns the settings. */
  public BatchPolicy policy() {
    return policy;
  }

  /** Returns what became of the last change that was audited in this run of the program. */
  public Optional<BatchVerdict> lastVerdict() {
    return audit.last();
  }

  /** Returns the verdict that the last decision came to, if it came to one. */
  public Optional<BatchVerdict> newVerdict() {
    return audit.now();
  }

  /**
   * Decides the batch of the steps to come after a step was taken or skipped.
   *
   * @param seen its batch and micro-batch are replaced by those that the controller knows
   */
  public BatchDecision decide(BatchInput seen) {
    BatchDecision decision = decideBatch(seen);
    parts.decide(seen, batch);
    return decision;
  }

  private BatchDecision decideBatch(BatchInput seen) {
    audit.begin();
    trend.observe(seen.loss().orElse(Double.NaN));
    if (seen.noise() instanceof NonFinite) {
      return hold(BatchLimit.RULE, Reason.of(() -> "holds: " + Words.noise(seen.noise())));
    }
    dwell.count();
    if (scouting.isOn()) {
      return scout(seen);
    }
    audit.observe(seen, batch, excursion.isOut());
    Optional<BatchVerdict> worse = audit.takesBack(batch);
    if (worse.isPresent()) {
      dwell.rest();
      return change(worse.get().previous(), 1, BatchLimit.AUDIT, worse.get().reason());
    }
    if (excursion.isOut()) {
      return excursion.isOver(dwell.dwelt())
          ? change(excursion.end(), 1, BatchLimit.EXCURSION, "ends")
          : hold(BatchLimit.EXCURSION, out(dwell.dwelt()));
    }
    if (dwell.holds(batch)) {
      return hold(BatchLimit.DWELL, dwell.why());
    }
    if (policy.rule().countsOnRate() && !rateFollows && !trend.isFlat()) {
      return hold(BatchLimit.UNCOUPLED_RATE, trend.holds());
    }
    return follow(seen.at(batch, maxMicroBatch));
  }

  private BatchDecision scout(BatchInput seen) {
    if (!scouting.ends(seen)) {
      int size = scouting.batch();
      String why = "noise and seconds are not known yet";
      return size == batch
          ? hold(BatchLimit.SCOUTING, Reason.of(why))
          : change(size, 1, BatchLimit.SCOUTING, why);
    }
    BatchProposal proposal = policy.rule().propose(seen.at(scouting.batch(), maxMicroBatch));
    if (proposal instanceof Target target) {
      int size = (int) reach.aim(target);
      return change(size, target.predictedGain(), BatchLimit.SCOUTING, target.reason());
    }
    int size = scouting.found() ? likely(seen) : start;
    return change(size, 1, BatchLimit.SCOUTING, proposal.reason());
  }

  /** Where the interval leaves all sizes open, the point estimate decides among those tried. */
  private int likely(BatchInput seen) {
    int middle = scouting.middle();
    return policy.rule().propose(seen.exact().at(middle, maxMicroBatch)) instanceof Target target
        ? scouting.tried(reach.aim(target))
        : unknown;
  }

  private BatchDecision follow(BatchInput input) {
    boolean untimed = policy.rule().needsStepTime() && input.stepTime().isEmpty();
    if (untimed && excursion.isDue()) {
      int size = excursion.size(batch);
      if (size != batch) {
        excursion.start(batch);
        return change(size, 1, BatchLimit.EXCURSION, "starts from batch " + batch);
      }
    }
    return switch (policy.rule().propose(input)) {
      case Hold held -> hold(BatchLimit.RULE, held.why());
      case Target target -> within(target);
    };
  }

  private BatchDecision within(Target target) {
    double gain = reach.gain(batch, target, reach.aim(target));
    if (gain < policy.threshold()) {
      return hold(
          BatchLimit.THRESHOLD, Reason.of(() -> target.why() + "; gain " + Words.percent(gain)));
    }
    int size = reach.size(batch, target);
    BatchLimit limit = reach.limit(batch, target, size);
    if (size == batch) {
      return hold(limit, target.why());
    }
    if (size > batch && dwell.holdsGrowth()) {
      Reason dwells = dwell.why();
      return hold(BatchLimit.DWELL, Reason.of(() -> dwells + "; " + target.why()));
    }
    double reached = reach.gain(batch, target, size);
    if (policy.adviseOnly()) {
      return BatchDecision.advice(batch, size, reached, target.reason());
    }
    BatchDecision decision = change(size, reached, limit, target.reason());
    audit.changed(decision);
    dwell.endRest();
    return decision;
  }

  private BatchDecision change(int size, double gain, BatchLimit limit, String why) {
    BatchDecision decision = BatchDecision.change(batch, size, gain, limit, why);
    batch = size;
    dwell.changed();
    trend.reset();
    return decision;
  }

  private static Reason out(int step) {
    return Reason.of(() -> "step " + step + " of " + Excursion.LENGTH);
  }

  /** To hold as before, for the same reason, is the same decision. */
  @SuppressWarnings("ReferenceEquality") // to compare reasons by value is to put them in words
  private BatchDecision hold(BatchLimit limit, Reason why) {
    if (why != heldWhy || limit != held.limit() || batch != held.samples()) {
      held = BatchDecision.hold(batch, limit, why);
      heldWhy = why;
    }
    return held;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(batch);
    dwell.save(out);
    audit.save(out);
    trend.save(out);
    excursion.save(out);
    scouting.save(out);
    parts.save(out);
  }

  /** Replaces the state; a batch outside the limits of other settings is brought inside them. */
  @Override
  public void restore(DataInput in) throws IOException {
    batch = Math.clamp(in.readInt(), policy.minimum(), policy.maximum());
    dwell.restore(in);
    audit.restore(in);
    trend.restore(in);
    excursion.restore(in);
    scouting.restore(in);
    parts.restore(in);
  }
}
