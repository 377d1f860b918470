package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.OptionalDouble;

/**
 * CABS with the cost of a step; the formulas are told at {@link BatchRule#timeOptimalCabs}.
 *
 * @param cabs what bounds the noise's part of the loss
 * @param momentum of the optimizer, in [0, 1)
 */
record TimedCabs(Cabs cabs, double momentum) implements BatchRule {
  TimedCabs {
    Arguments.halfOpen("momentum", momentum, 0, 1);
  }

  @Override
  public BatchProposal propose(BatchInput in) {
    if (in.stepTime().isEmpty()) {
      return new Hold("time-optimal CABS holds: the seconds of a step are not resolved");
    }
    OptionalDouble cabsBatch = cabs.batch(in);
    if (cabsBatch.isEmpty()) {
      return new Hold(Reason.of(() -> "time-optimal " + cabs.obstacle(in)));
    }
    double noisy = cabsBatch.getAsDouble() / (1 - momentum);
    StepTime time = in.stepTime().get();
    double best = Math.max(1, optimum(noisy, time, in.maxMicroBatch()));
    double gain = gain(in, noisy, best);
    return new Target(best, Math.max(gain, 1), Reason.of(() -> words(best, noisy, time)));
  }

  private static String words(double best, double noisy, StepTime time) {
    return "time-optimal CABS batch "
        + Words.number(best)
        + ": CABS calls for "
        + Words.number(noisy)
        + ", a step takes "
        + Words.number(time.perStep() + time.alpha())
        + " s + "
        + Words.number(time.beta())
        + " s a sample";
  }

  /** The batch of least cost, where one micro-batch does, or in several of them. */
  private static double optimum(double noisy, StepTime time, int micro) {
    double atOnce = root(noisy, (time.perStep() + time.alpha()) / time.beta());
    double inParts = root(noisy, time.perStep() / (time.beta() + time.alpha() / micro));
    return Math.max(Math.min(atOnce, micro), inParts);
  }

  /** The root of {@code B² − RB − R·ratio}. */
  private static double root(double noisy, double ratio) {
    return noisy / 2 * (1 + Math.sqrt(1 + 4 * ratio / noisy));
  }

  /** At a batch up to CABS's noise may be all of the loss, which then goes with {@code 1/B}. */
  private static double gain(BatchInput in, double noisy, double best) {
    return in.batch() <= noisy
        ? best / in.batch()
        : cost(in.batch(), noisy, in) / cost(best, noisy, in);
  }

  /** Seconds of a fall of the loss by {@code e} that ends at {@code batch}, up to a factor. */
  private static double cost(double batch, double noisy, BatchInput in) {
    StepTime time = in.stepTime().get();
    double fixed = time.perStep() + time.alpha();
    return time.seconds(batch, in.maxMicroBatch()) + fixed * Math.log(batch / (batch - noisy));
  }

  @Override
  public boolean needsStepTime() {
    return true;
  }
}
