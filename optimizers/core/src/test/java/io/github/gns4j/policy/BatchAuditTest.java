package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchAuditTest {
  /** Feeds a window of losses that fall by {@code fall} per unit of cost. */
  private static double feed(
      BatchAudit audit, double loss, double fall, double noise, Random random) {
    double now = loss;
    for (int step = 0; step < LossWindow.LENGTH; step++) {
      now -= fall;
      audit.observe(1, now * (1 + noise * random.nextGaussian()));
    }
    return now;
  }

  private static BatchVerdict audited(double after, double noise, long seed) {
    BatchAudit audit = new BatchAudit();
    Random random = new Random(seed);
    double loss = feed(audit, 10, 0.05, noise, random);
    audit.changed(new BatchDecision(128, 64, 1.4, "change"));
    feed(audit, loss, after, noise, random);
    Optional<BatchVerdict> verdict = audit.verdict(128);
    assertThat(verdict).isPresent();
    assertThat(audit.verdict(128)).isEmpty();
    return verdict.get();
  }

  @Test
  void tellsPredictedFromRealised() {
    BatchVerdict verdict = audited(0.06, 0.002, 1);
    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.predicted()).isEqualTo(1.4);
    assertThat(verdict.realised()).isBetween(1.1, 1.3);
    assertThat(verdict.reason()).contains("64", "128", "1.4", "kept");
  }

  @Test
  void takesBackWhatIsClearlyWorse() {
    assertThat(audited(-0.01, 0.002, 3).kept()).isFalse();
  }

  /** Near its end training slows down by itself, whatever the batch. */
  @Test
  void slowingDownIsNoReasonToTakeBack() {
    assertThat(audited(0.01, 0.002, 2).kept()).isTrue();
    assertThat(audited(0.0001, 0.002, 2).kept()).isTrue();
  }

  /** The interval ends err at 2.5 standard errors each: in 200 audits of no change, none may. */
  @Test
  void noiseIsNoReasonToTakeBack() {
    for (int seed = 0; seed < 200; seed++) {
      assertThat(audited(0.05, 0.05, seed).kept()).isTrue();
    }
  }

  /** Losses {@code 1 + 9·exp(−λt)} with relative noise, before and after a change that costs. */
  private static BatchVerdict decaying(double lambda, double cost, double noise, long seed) {
    BatchAudit audit = new BatchAudit();
    Random random = new Random(seed);
    double time = 0;
    for (int step = 0; step < 4 * LossWindow.LENGTH; step++) {
      if (step == 3 * LossWindow.LENGTH) {
        audit.changed(new BatchDecision(128, 64, 1.4, "change"));
      }
      boolean changed = step >= 3 * LossWindow.LENGTH;
      time++;
      double loss = 1 + 9 * Math.exp(-lambda * time);
      audit.observe(changed ? cost : 1, loss * (1 + noise * random.nextGaussian()));
    }
    return audit.verdict(128).orElseThrow();
  }

  /**
   * A change that makes a step cost twice as much and gains nothing halves the progress per second,
   * and more than that as the loss was still to fall: taken back on the trend, though the loss
   * falls on.
   */
  @Test
  void takesBackWhatIsSlowerThanTheTrend() {
    BatchVerdict verdict = decaying(0.002, 3, 0.002, 1);
    assertThat(verdict.kept()).as(verdict.reason()).isFalse();
    assertThat(verdict.realised()).isBetween(0.2, 0.6);
    assertThat(verdict.high()).isLessThan(0.8);
  }

  /**
   * What approaches its floor by itself is not held against the change. An end at 2.5 standard
   * errors errs in 0.6%, which is 3.7 of 600 audits; more than 10 have the probability 0.2%.
   */
  @Test
  void aLossThatNearsItsFloorIsNoReasonToTakeBack() {
    int takenBack = 0;
    for (double lambda : new double[] {0.002, 0.01, 0.03}) {
      for (int seed = 0; seed < 200; seed++) {
        takenBack += decaying(lambda, 1, 0.02, seed).kept() ? 0 : 1;
      }
    }
    assertThat(takenBack).isLessThanOrEqualTo(10);
  }

  @Test
  void theRatioIsThatToTheTrend() {
    assertThat(decaying(0.01, 1, 1e-4, 3).realised()).isBetween(0.97, 1.03);
  }

  @Test
  void changesThatFollowOneAnotherAreAuditedTogether() {
    BatchAudit audit = new BatchAudit();
    Random random = new Random(4);
    double loss = feed(audit, 10, 0.05, 0.002, random);
    audit.changed(new BatchDecision(128, 64, 1.4, "first"));
    audit.observe(1, loss);
    audit.changed(new BatchDecision(256, 128, 1.2, "second"));
    feed(audit, loss, 0.05, 0.002, random);
    BatchVerdict verdict = audit.verdict(256).orElseThrow();
    assertThat(verdict.previous()).isEqualTo(64);
    assertThat(verdict.predicted()).isEqualTo(1.4 * 1.2);
  }

  /** A batch that makes the loss rise: the controller goes back, and stays for a while. */
  @Test
  void theControllerTakesAHarmfulChangeBack() throws IOException {
    BatchPolicy policy = BatchRule.critical(1).between(16, 128).startingAt(64);
    BatchController controller = new BatchController(policy, LearningRateRule.adaScale(), 64, 512);
    double loss = 10;
    boolean tried = false;
    for (int step = 0; step < 300; step++) {
      loss -= controller.batch() == 64 ? 0.02 : -0.01;
      BatchDecision decision = controller.decide(seen(loss, step < 70 ? 64 : 1000));
      tried |= decision.samples() == 128;
      if (decision.limit() == BatchLimit.AUDIT && decision.isChange()) {
        break;
      }
    }
    assertThat(tried).isTrue();
    assertThat(controller.batch()).isEqualTo(64);
    BatchVerdict verdict = controller.lastVerdict().orElseThrow();
    assertThat(verdict.kept()).isFalse();
    for (int step = 0; step < 150; step++) {
      assertThat(controller.decide(seen(loss, 1000)).isChange()).isFalse();
    }
  }

  private static BatchInput seen(double loss, double noise) {
    return new BatchInput(
        Estimates.exactly(noise), 1, 0.1, OptionalDouble.of(loss), Optional.empty());
  }
}
