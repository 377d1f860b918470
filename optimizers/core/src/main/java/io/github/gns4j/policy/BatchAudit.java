package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares what a change of the batch promised with what it brought: the fall of the loss per
 * second over {@value LossWindow#LENGTH} steps after it to what was to be expected without it, each
 * by a robust line. Changes that follow one another while an audit runs are audited together.
 *
 * <p>Training slows down by itself, all the more as it nears the end, so a smaller fall than before
 * is no proof: what was to be expected is a {@link LossForecast}. A change is clearly worse, and to
 * be taken back, if even the upper end of the ratio to it is below {@value #WORSE}; where the
 * slowing down is not known, if even that of the ratio to the fall before is below 0, that is if
 * the loss rises where it fell. It is also if the loss has left the level that it had before the
 * change upward: one that explodes lies on no line.
 */
final class BatchAudit implements Stateful {
  static final double WORSE = 0.8;

  /** Standard errors on each side; both ends together err in well under one audit in a hundred. */
  private static final double WIDTH = 2.5;

  private final LossWindow before = new LossWindow();
  private final LossWindow now = new LossWindow();
  private int from;
  private double predicted = 1;

  /** Takes in a step; a loss that is not known or not above 0 ends a running audit. */
  void observe(double cost, double loss) {
    if (cost > 0 && loss > 0 && Double.isFinite(cost + loss)) {
      now.add(cost, loss);
    } else {
      abandon();
    }
  }

  /** Starts, or extends a running audit by another change. */
  void changed(BatchDecision change) {
    if (from > 0) {
      predicted *= change.predictedGain();
    } else if (now.isFull()) {
      before.copyFrom(now);
      from = change.previous();
      predicted = change.predictedGain();
    }
    now.clear();
  }

  /** Forgets a running audit. */
  void abandon() {
    from = 0;
    now.clear();
  }

  /** Returns the verdict on the changes up to {@code batch}, once, when it is there. */
  Optional<BatchVerdict> verdict(int batch) {
    if (from == 0 || !now.isFull()) {
      return Optional.empty();
    }
    LossForecast expected = LossForecast.of(before, now, WIDTH);
    RobustLine after = now.line();
    double most = -after.slope() + WIDTH * after.slopeError();
    boolean rose = fellBefore() && isAbove(now.lastHalf(), before.lastHalf());
    double realised = -after.slope() / expected.fall();
    double high = rose ? Math.min(realised, 0) : high(expected, most);
    boolean kept = !rose && high >= (expected.isTrend() ? WORSE : 0);
    BatchVerdict verdict =
        new BatchVerdict(
            from, batch, predicted, realised, high, kept, words(batch, realised, high, kept));
    from = 0;
    return Optional.of(verdict);
  }

  private double high(LossForecast expected, double most) {
    if (most <= 0 && expected.isTrend()) {
      return most / expected.fall();
    }
    return expected.least() > 0 ? most / expected.least() : Double.POSITIVE_INFINITY;
  }

  private boolean fellBefore() {
    RobustLine last = before.line();
    return last.slope() + WIDTH * last.slopeError() < 0;
  }

  /** By medians and their standard errors at the normal distribution, √(π/2n) deviations. */
  private static boolean isAbove(double[] after, double[] before) {
    double[] errors = new double[2];
    double[] medians = new double[2];
    for (int i = 0; i < 2; i++) {
      double[] losses = i == 0 ? after : before;
      double median = RobustLine.median(losses);
      double[] distances = Arrays.stream(losses).map(loss -> Math.abs(loss - median)).toArray();
      double deviation = RobustLine.MAD_SCALE * RobustLine.median(distances);
      medians[i] = median;
      errors[i] = deviation * Math.sqrt(Math.PI / 2 / losses.length);
    }
    return medians[0] - medians[1] > WIDTH * Math.hypot(errors[0], errors[1]);
  }

  private String words(int batch, double realised, double high, boolean kept) {
    return "batch "
        + from
        + " to "
        + batch
        + " promised "
        + Words.number(predicted)
        + ", brought "
        + Words.number(realised)
        + " (at most "
        + Words.number(high)
        + ") times the progress expected without: "
        + (kept ? "kept" : "taken back");
  }

  @Override
  public void save(DataOutput out) throws IOException {
    before.save(out);
    now.save(out);
    out.writeInt(from);
    out.writeDouble(predicted);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    before.restore(in);
    now.restore(in);
    from = in.readInt();
    predicted = in.readDouble();
  }
}
