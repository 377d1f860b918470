package io.github.gns4j;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.policy.BatchController;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.BatchInput;
import io.github.gns4j.policy.BatchVerdict;
import io.github.gns4j.policy.LearningRateController;
import io.github.gns4j.policy.RateDecision;
import io.github.gns4j.policy.RateInput;
import io.github.gns4j.policy.StepLengthTuner;
import io.github.gns4j.policy.StepTimeModel;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.StepTiming;
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

  DecisionMaker(OptimizerSettings settings) {
    this.rate = new LearningRateController(settings.schedule(), settings.rateRule());
    this.baseBatch = settings.baseBatch();
    this.maxMicroBatch = settings.maxMicroBatch();
    this.batch =
        new BatchController(settings.batch(), settings.rateRule(), baseBatch, maxMicroBatch);
  }

  /** Returns the plan of the next batch. */
  BatchPlan plan() {
    return new BatchPlan(
        batch.batch(), Math.min(maxMicroBatch, Math.ceilDiv(batch.batch(), batch.parts())));
  }

  /** Returns what moves the rate by probes, if the rule has one. */
  Optional<StepLengthTuner> tuner() {
    return rate.tuner();
  }

  /** Decides the rate of a step of {@code samples}. */
  RateDecision rate(NoiseTracker noise, int samples) {
    return rate.decide(
        new RateInput(
            noise.decisiveOfApplied(tuner().isPresent()), samples, baseBatch, noise.alternating()));
  }

  /** Learns from a step that was applied. */
  void applied(RateDecision decision, int microBatches, StepTiming timing) {
    rate.advance(decision);
    double microBatchSeconds = timing.data() + timing.backprop() + timing.reduce();
    boolean usual = batch.parts() == 1;
    batch.computedIn(microBatches);
    // What is paid once a step would be told apart from the seconds of a part by size alone.
    if (microBatchSeconds > 0 && usual) {
      stepTime.observe(decision.batch(), microBatches, microBatchSeconds, timing.step());
    }
  }

  /** Decides the batch of the steps after one that was taken or skipped. */
  BatchDecision nextBatch(NoiseTracker noise, RateDecision taken, OptionalDouble loss) {
    return batch.decide(
        new BatchInput(
            noise.decisive(tuner().isPresent()),
            taken.batch(),
            taken.learningRate(),
            loss,
            stepTime.fit(),
            maxMicroBatch,
            noise.alongSignal(),
            noise.euclidean()));
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
