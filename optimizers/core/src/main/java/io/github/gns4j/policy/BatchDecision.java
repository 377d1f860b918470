package io.github.gns4j.policy;

import java.util.Objects;

/**
 * The batch size of the steps to come.
 *
 * @param samples samples a batch
 * @param previous samples a batch before
 * @param advised samples a batch that the rule calls for within its limits; differs from {@code
 *     samples} only where the policy merely advises
 * @param predictedGain predicted ratio of progress after to before; 1 if nothing changes
 * @param limit what held the batch back, or NONE
 * @param why what the rule said and which limit held, in words and numbers
 */
public record BatchDecision(
    int samples, int previous, int advised, double predictedGain, BatchLimit limit, Reason why) {
  /** Requires a reason. */
  public BatchDecision {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(why, "reason");
  }

  /** Makes a decision in which no limit held. */
  public BatchDecision(int samples, int previous, double predictedGain, String reason) {
    this(samples, previous, samples, predictedGain, BatchLimit.NONE, Reason.of(reason));
  }

  /** Makes the decision to leave {@code batch} as it is. */
  static BatchDecision hold(int batch, BatchLimit limit, Reason why) {
    Reason reason = Reason.of(() -> "batch " + batch + " stays" + told(limit) + why);
    return new BatchDecision(batch, batch, batch, 1, limit, reason);
  }

  /** Makes the decision to go from {@code batch} to {@code size}. */
  static BatchDecision change(int batch, int size, double gain, BatchLimit limit, String why) {
    String reason =
        "batch " + batch + " to " + size + ", gain " + Words.percent(gain) + told(limit) + why;
    return new BatchDecision(size, batch, size, gain, limit, Reason.of(reason));
  }

  /** Makes the decision to say only that {@code size} would be better than {@code batch}. */
  static BatchDecision advice(int batch, int size, double gain, String why) {
    String reason =
        "batch "
            + batch
            + ", advice "
            + size
            + ", gain "
            + Words.percent(gain)
            + told(BatchLimit.ADVICE_ONLY)
            + why;
    return new BatchDecision(batch, batch, size, gain, BatchLimit.ADVICE_ONLY, Reason.of(reason));
  }

  /** Returns what the rule said and which limit held, in words and numbers. */
  public String reason() {
    return why.words();
  }

  private static String told(BatchLimit limit) {
    return " (" + limit.words() + "): ";
  }

  /** Returns whether the batch size changes. */
  public boolean isChange() {
    return samples != previous;
  }
}
