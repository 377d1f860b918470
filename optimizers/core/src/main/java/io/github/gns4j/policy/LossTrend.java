package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Tells whether the loss has reached its noise floor: the means of two successive windows of steps
 * are compared, and the loss is flat once even the upper end of what it may have fallen is small.
 * While the data say neither, windows double, so that noisy losses are told apart in the end.
 */
final class LossTrend implements Stateful {
  /** Steps in which a change of the batch shows. */
  static final int SHORT_WINDOW = 64;

  private static final int LAST_WINDOW = 4096;

  /** A loss that falls by less than a fiftieth over a window is flat. */
  private static final double SMALL = 0.02;

  /** Standard errors of a 95% interval. */
  private static final double WIDTH = 2;

  private static final Reason UNKNOWN = Reason.of("holds: the trend of the loss is not known yet");

  private final int firstWindow;
  private int window;
  private int count;
  private double mean;
  private double squares;
  private double lastMean = Double.NaN;
  private double lastVariance;
  private double fall;
  private double error;
  private boolean flat;

  /**
   * Starts empty.
   *
   * @param firstWindow steps of the first windows, at least 2
   */
  LossTrend(int firstWindow) {
    this.firstWindow = firstWindow;
    this.window = firstWindow;
  }

  /** Adds the loss of one step; a loss that is not finite is left out. */
  void observe(double loss) {
    if (!Double.isFinite(loss)) {
      return;
    }
    count++;
    double delta = loss - mean;
    mean += delta / count;
    squares += delta * (loss - mean);
    if (count == window) {
      judge(squares / (count - 1) / count);
    }
  }

  private void judge(double variance) {
    if (!Double.isNaN(lastMean)) {
      fall = lastMean - mean;
      error = WIDTH * Math.sqrt(variance + lastVariance);
      flat = fall + error < SMALL * Math.abs(lastMean);
      boolean falls = fall > error;
      window = flat || falls ? window : Math.min(2 * window, LAST_WINDOW);
    }
    lastMean = mean;
    lastVariance = variance;
    clearWindow();
  }

  private void clearWindow() {
    count = 0;
    mean = 0;
    squares = 0;
  }

  /** Forgets: the batch changed, and with it the floor. */
  void reset() {
    clearWindow();
    window = firstWindow;
    lastMean = Double.NaN;
    flat = false;
    fall = 0;
    error = 0;
  }

  boolean isFlat() {
    return flat;
  }

  /** Returns why a batch holds that waits for a flat loss. */
  Reason holds() {
    return Double.isNaN(lastMean) || (error == 0 && fall == 0)
        ? UNKNOWN
        : holds(fall, error, lastMean + fall);
  }

  private static Reason holds(double fall, double error, double from) {
    return Reason.of(
        () ->
            "holds: loss fell by "
                + Words.number(fall)
                + " ± "
                + Words.number(error)
                + " from "
                + Words.number(from)
                + " between two windows of steps");
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(window);
    out.writeInt(count);
    out.writeBoolean(flat);
    for (double value : new double[] {mean, squares, lastMean, lastVariance, fall, error}) {
      out.writeDouble(value);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    window = in.readInt();
    count = in.readInt();
    flat = in.readBoolean();
    mean = in.readDouble();
    squares = in.readDouble();
    lastMean = in.readDouble();
    lastVariance = in.readDouble();
    fall = in.readDouble();
    error = in.readDouble();
  }
}
