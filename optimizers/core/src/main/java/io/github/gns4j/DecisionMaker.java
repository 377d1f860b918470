package io.github.gns4j;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchController;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.BatchInput;
import io.github.gns4j.policy.BatchVerdict;
import io.github.gns4j.policy.LearningRateController;
import io.github.gns4j.policy.RateChoice;
import io.github.gns4j.policy.RateInput;
import io.github.gns4j.policy.Reason;
import io.github.gns4j.policy.StepLengthTuner;
import io.github.gns4j.policy.StepTime;
import io.github.gns4j.policy.StepTimeModel;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.StepTimer;
import io.github.gns4j.report.StepTimer.Phase;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** From the estimate of the noise to learning rate and batch size. Not thread-safe. */
final class DecisionMaker implements Stateful {
  private final LearningRateController rate;
  private final BatchController batch;
  private final StepTimeModel stepTime = new StepTimeModel();
  private final int baseBatch;
  private final int maxMicroBatch;
  private final boolean isProbed;
  private BatchPlan plan;
  private RateChoice chosen;
  private RateInput rateInput;
  private BatchInput batchInput;

  DecisionMaker(OptimizerSettings settings) {
    this.rate = new LearningRateController(settings.schedule(), settings.rateRule());
    this.baseBatch = settings.baseBatch();
    this.maxMicroBatch = settings.maxMicroBatch();
    this.isProbed = rate.tuner().isPresent();
    this.batch =
        new BatchController(settings.batch(), settings.rateRule(), baseBatch, maxMicroBatch);
  }

  /** Returns the plan of the next batch; the same as before if it does not differ. */
  BatchPlan plan() {
    int samples = batch.batch();
    int atOnce = Math.min(maxMicroBatch, Math.ceilDiv(samples, batch.parts()));
    if (plan == null || plan.samples() != samples || plan.maxMicroBatch() != atOnce) {
      plan = new BatchPlan(samples, atOnce);
    }
    return plan;
  }

  /** Returns what moves the rate by probes, if the rule has one. */
  Optional<StepLengthTuner> tuner() {
    return rate.tuner();
  }

  /**
   * Decides the rate of a step of {@code samples}.
   *
   * @return always the same object, which the next decision changes
   */
  RateChoice rate(NoiseTracker noise, int samples) {
    NoiseEstimate decisive = noise.decisiveOfApplied(isProbed);
    RateInput last = rateInput;
    if (last == null || !last.noise().equals(decisive) || last.batch() != samples) {
      rateInput = new RateInput(decisive, samples, baseBatch);
    }
    chosen = rate.choose(rateInput, noise.alternating());
    return chosen;
  }

  /** Returns the reason of the last decision on the rate. */
  Reason reason() {
    return rate.reason();
  }

  /** Learns from a step that was applied at the last rate. */
  void applied(int microBatches, StepTimer timer) {
    rate.advance();
    double microBatchSeconds =
        timer.seconds(Phase.DATA) + timer.seconds(Phase.BACKPROP) + timer.seconds(Phase.REDUCE);
    boolean usual = batch.parts() == 1;
    batch.computedIn(microBatches);
    // What is paid once a step would be told apart from the seconds of a part by size alone.
    if (microBatchSeconds > 0 && usual) {
      double stepSeconds = timer.seconds(Phase.STEP);
      stepTime.observe(chosen.batch(), microBatches, microBatchSeconds, stepSeconds);
    }
  }

  /** Decides the batch of the steps after one that was taken or skipped. */
  BatchDecision nextBatch(NoiseTracker noise, OptionalDouble loss) {
    return batch.decide(seen(noise, loss));
  }

  /** The last input, if all that can change is as it was. */
  private BatchInput seen(NoiseTracker noise, OptionalDouble loss) {
    NoiseEstimate decisive = noise.decisive(isProbed);
    NoiseEstimate along = noise.alongSignal();
    NoiseEstimate euclidean = noise.euclidean();
    Optional<StepTime> time = stepTime.fit();
    BatchInput last = batchInput;
    boolean same =
        last != null
            && last.noise().equals(decisive)
            && last.alongSignal().equals(along)
            && last.euclidean().equals(euclidean)
            && last.batch() == chosen.batch()
            && last.learningRate() == chosen.learningRate()
            && last.loss().equals(loss)
            && last.stepTime().equals(time);
    if (!same) {
      batchInput =
          new BatchInput(
              decisive,
              chosen.batch(),
              chosen.learningRate(),
              loss,
              time,
              maxMicroBatch,
              along,
              euclidean);
    }
    return batchInput;
  }

  /** Returns what became of an earlier change of the batch, if the last decision told of it. */
  Optional<AuditReport> audit(long step) {
    Optional<BatchVerdict> verdict = batch.newVerdict();
    return verdict.isEmpty() ? Optional.empty() : verdict.map(told -> report(step, told));
  }

  private static AuditReport report(long step, BatchVerdict told) {
    return new AuditReport(step, told.predicted(), told.realised(), told.kept(), told.reason());
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rate.save(out);
    batch.save(out);
    stepTime.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    rate.restore(in);
    batch.restore(in);
    stepTime.restore(in);
  }
}
