package io.github.gns4j.policy;

/** What keeps a batch from the size that its rule calls for. */
public enum BatchLimit {
  /** Nothing. */
  NONE("no limit"),
  /** The rule holds: what it needs is not resolved, or the batch is inside what is. */
  RULE("the rule holds"),
  /** The smallest batch allowed. */
  MINIMUM("the minimum"),
  /** The largest batch allowed. */
  MAXIMUM("the maximum"),
  /** Batches above a micro-batch consist of whole ones. */
  WHOLE_MICRO_BATCHES("whole micro-batches"),
  /** A change multiplies or divides by so much at most. */
  GROWTH("the growth limit"),
  /** So many steps lie between changes. */
  DWELL("the dwell time"),
  /** The gain is too small to be worth a change. */
  THRESHOLD("the gain threshold"),
  /** The rate does not follow the batch and the loss still falls. */
  UNCOUPLED_RATE("the rate, which does not follow the batch"),
  /** A short excursion to another size tells the fixed seconds of a step from those of a sample. */
  EXCURSION("an excursion that measures the seconds of a step"),
  /** The first steps tell noise and seconds while the rate is searched. */
  SCOUTING("scouting"),
  /** The policy only advises. */
  ADVICE_ONLY("advice only"),
  /** A change that did not keep its promise was taken back. */
  AUDIT("the audit");

  private final String words;

  BatchLimit(String words) {
    this.words = words;
  }

  /** Returns the name in a sentence. */
  public String words() {
    return words;
  }
}
