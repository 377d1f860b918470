package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a {@link StepLengthTuner} did last and why, in numbers that can be saved. */
final class RateMove implements Stateful {
  /** What happened. */
  enum Kind {
    STARTS,
    STAYS,
    RAISED,
    LOWERED,
    /** Taken back because the loss left its range. */
    LOSS,
    /** Taken back because the gradient left its range. */
    GRADIENT,
    /** Taken back because steps were skipped. */
    SKIPS,
    /** Stays, because it is as high as it may be. */
    LARGEST
  }

  private Kind kind = Kind.STARTS;
  private double from;
  private double to;
  private double sign;

  RateMove(double start) {
    from = start;
    to = start;
  }

  /**
   * Replaces what happened.
   *
   * @param newSign the loss, the square of the gradient or the number of skips that was out of
   *     range
   */
  void set(Kind newKind, double newFrom, double newTo, double newSign) {
    kind = newKind;
    from = newFrom;
    to = newTo;
    sign = newSign;
  }

  /** Returns it in words that are put together later, with what {@code estimate} knows now. */
  Reason why(StepLengthEstimate estimate, double gain, long probes) {
    RateMove now = new RateMove(0);
    now.set(kind, from, to, sign);
    StepLengthEstimate known = estimate.forWords();
    return Reason.of(() -> now.words(known, gain, probes));
  }

  private String words(StepLengthEstimate estimate, double gain, long probes) {
    return switch (kind) {
      case STARTS -> "starts from below at multiplier " + Words.number(to);
      case STAYS -> "stays at multiplier " + Words.number(to) + evidence(estimate, gain, probes);
      case RAISED -> "raised to multiplier " + Words.number(to) + evidence(estimate, gain, probes);
      case LOWERED ->
          "lowered to multiplier " + Words.number(to) + evidence(estimate, gain, probes);
      case LOSS -> back("loss of " + Words.number(sign) + " is out of range");
      case GRADIENT -> back("|g|² of " + Words.number(sign) + " is out of range");
      case LARGEST ->
          "stays at multiplier "
              + Words.number(to)
              + ", the largest allowed"
              + evidence(estimate, gain, probes);
      case SKIPS -> back(Words.number(sign) + " skipped steps in a row");
    };
  }

  private String evidence(StepLengthEstimate estimate, double gain, long probes) {
    return estimate.isReady()
        ? ": best step length " + estimate.words(from * gain) + " after " + probes + " probes"
        : ": best step length not known after " + probes + " probes";
  }

  private String back(String why) {
    return "back from multiplier " + Words.number(from) + " to " + Words.number(to) + ": " + why;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(kind.ordinal());
    out.writeDouble(from);
    out.writeDouble(to);
    out.writeDouble(sign);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    int ordinal = in.readInt();
    if (ordinal < 0 || ordinal >= Kind.values().length) {
      throw new IOException("move of the learning rate of kind " + ordinal);
    }
    kind = Kind.values()[ordinal];
    from = in.readDouble();
    to = in.readDouble();
    sign = in.readDouble();
  }
}
