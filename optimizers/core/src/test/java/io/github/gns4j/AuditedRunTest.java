package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.policy.BatchLimit;
import io.github.gns4j.policy.BatchProposal;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.NoisyQuadratic;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A change of the batch that does not keep its promise is told of and taken back. */
class AuditedRunTest {
  /** Promises half as much again for eight times the batch, at a rate that does not follow. */
  private static final BatchRule BOASTS =
      input ->
          input.batch() == 64
              ? new BatchProposal.Target(512, 1.5, "eight times the batch")
              : new BatchProposal.Hold("done");

  @Test
  void reportAndListenersTellOfTheAudit() {
    List<AuditReport> told = new ArrayList<>();
    StepListener listener =
        new StepListener() {
          @Override
          public void onStep(StepReport report) {}

          @Override
          public void onAudit(AuditReport audit) {
            told.add(audit);
          }
        };
    var run =
        new ProbedTraining(
            NoisyQuadratic.spread(16, 1, 1e-6),
            NoiseAware.sgd()
                .momentum(0)
                .learningRate(0.002)
                .learningRateRule(LearningRateRule.fixed())
                .batch(BOASTS.startingAt(64).growth(8).dwell(150))
                .maxMicroBatch(64)
                .listeners(listener));
    Random random = new Random(1);
    List<StepReport> audited = new ArrayList<>();
    for (int step = 0; step < 230; step++) {
      StepReport report = run.step(random);
      report.audit().ifPresent(audit -> audited.add(report));
    }
    assertThat(audited).hasSize(1);
    StepReport report = audited.getFirst();
    AuditReport audit = report.audit().orElseThrow();
    assertThat(told).containsExactly(audit);
    assertThat(audit.step()).isEqualTo(report.step()).isEqualTo(150 + 64);
    assertThat(audit.predicted()).isEqualTo(1.5);
    // The loss is an exponential: at any level of it a step brings what it did before, and costs
    // eight times as much.
    assertThat(audit.realised()).isCloseTo(1 / 8.0, within(0.01));
    assertThat(audit.kept()).isFalse();
    assertThat(report.decision().batch().limit()).isEqualTo(BatchLimit.AUDIT);
    assertThat(run.optimizer.nextBatch().samples()).isEqualTo(64);
  }
}
