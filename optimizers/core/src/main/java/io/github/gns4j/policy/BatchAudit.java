package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Compares what a change of the batch promised with what it brought: the fall of the loss per
 * second over {@value LossWindow#LENGTH} steps after it to that before it, each by a robust line.
 * Changes that follow one another while an audit runs are audited together.
 *
 * <p>Training slows down by itself, all the more as it nears the end, so a ratio below the promise,
 * or near 0, is no proof. A change is clearly worse, and to be taken back, only if the loss rises
 * where it fell before: if even the upper end of the ratio is below {@value #WORSE}.
 */
final class BatchAudit implements Stateful {
  static final double WORSE = 0;

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
    RobustLine first = before.line();
    RobustLine second = now.line();
    double fallBefore = -first.slope();
    double leastBefore = fallBefore - WIDTH * first.slopeError();
    double mostAfter = -second.slope() + WIDTH * second.slopeError();
    double high = leastBefore > 0 ? mostAfter / leastBefore : Double.POSITIVE_INFINITY;
    double realised = -second.slope() / fallBefore;
    boolean kept = high >= WORSE;
    BatchVerdict verdict =
        new BatchVerdict(
            from, batch, predicted, realised, high, kept, words(batch, realised, high, kept));
    from = 0;
    return Optional.of(verdict);
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
        + ") times the progress: "
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
