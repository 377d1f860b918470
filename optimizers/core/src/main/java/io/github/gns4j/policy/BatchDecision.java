package io.github.gns4j.policy;

/**
 * The batch size of the steps to come.
 *
 * @param samples samples a batch
 * @param previous samples a batch before
 * @param predictedGain predicted ratio of progress after to before; 1 if nothing changes
 * @param reason what the rule said and which limit held, in words and numbers
 */
public record BatchDecision(int samples, int previous, double predictedGain, String reason) {
  /** Returns whether the batch size changes. */
  public boolean isChange() {
    return samples != previous;
  }
}
