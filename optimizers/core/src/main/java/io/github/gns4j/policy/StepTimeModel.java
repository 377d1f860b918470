package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Learns the seconds of a step, {@code perStep + α·k + β·B}, from measured ones. Time is passed in,
 * never read from a clock, so the same times give the same fit.
 *
 * <p>A micro-batch of {@code m = B/k} samples takes {@code α + β·m} seconds. The last {@value
 * StepTimes#DEPTH} observations of each half octave of {@code m} are kept and a line is fitted to
 * them by Huber's M-estimator with relative residuals (iteratively reweighted least squares, see
 * {@link RobustLine}): pauses of the virtual machine count little, and a batch that hardly varies
 * does not push out what is known of other sizes. {@code perStep} is the median of what the caller
 * measures of it.
 *
 * <p>The fit is there only if it is resolved: micro-batches of at least {@value #SPREAD} times the
 * smallest size, and two standard errors of {@code α} and of {@code β·m_max} below {@value
 * #PRECISION} of the seconds at the largest size {@code m_max}. A {@code β} that is not two
 * standard errors above 0 is replaced by its upper end: the batch then grows as far as the data
 * support. After {@value #DEVIANT_LIMIT} observations in a row on one side of the fit by more than
 * a quarter the machine has changed, and learning starts anew.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StepTimeModel implements Stateful {
  /** Least ratio of the largest size to the smallest; ragged last batches often give as much. */
  static final double SPREAD = 1.4;

  /** Error of the optimal batch below a tenth or so: it goes with the root of α/β. */
  static final double PRECISION = 0.25;

  /** Chance of so many in a row from a symmetric error: 2^-7, and each off by a quarter. */
  static final int DEVIANT_LIMIT = 8;

  private static final double DEVIANT = 1.25;
  private static final double WIDTH = 2;

  private final StepTimes times = new StepTimes();
  private final RobustFit robust = new RobustFit();
  private StepTime fit;
  private int deviants;
  private boolean stale;

  /**
   * Adds a step.
   *
   * @param samples of the step, at least 1
   * @param microBatches it was computed in, at least 1
   * @param microBatchSeconds spent in all its micro-batches, above 0
   * @param stepSeconds spent once a step besides (optimizer step, all-reduce), at least 0; 0 where
   *     the caller cannot tell them apart
   */
  public void observe(int samples, int microBatches, double microBatchSeconds, double stepSeconds) {
    Arguments.atLeast("microBatches", microBatches, 1);
    Arguments.atLeast("samples", samples, microBatches);
    Arguments.positive("microBatchSeconds", microBatchSeconds);
    Arguments.nonNegative("stepSeconds", stepSeconds);
    double size = (double) samples / microBatches;
    double seconds = microBatchSeconds / microBatches;
    watch(seconds, size);
    if (Math.abs(deviants) >= DEVIANT_LIMIT) {
      restart();
    }
    times.add(size, seconds, stepSeconds);
    stale = true;
  }

  /** Returns the fit, if the times resolve one. */
  public Optional<StepTime> fit() {
    if (stale) {
      fit = times.spread() < SPREAD ? null : resolved(times.line(robust));
      stale = false;
    }
    return Optional.ofNullable(fit);
  }

  private StepTime resolved(RobustLine line) {
    double largest = times.largest();
    double allowed = PRECISION * Math.max(line.at(largest), Double.MIN_NORMAL);
    double alphaWidth = WIDTH * line.interceptError();
    double betaWidth = WIDTH * line.slopeError();
    if (!(alphaWidth <= allowed && betaWidth * largest <= allowed)) {
      return null;
    }
    double beta = line.slope() > betaWidth ? line.slope() : Math.max(line.slope(), 0) + betaWidth;
    return beta > 0 ? new StepTime(times.perStep(), Math.max(line.intercept(), 0), beta) : null;
  }

  /** Counts, with the sign of the deviation, how many in a row deviate from the last fit. */
  private void watch(double seconds, double size) {
    if (fit == null) {
      deviants = 0;
      return;
    }
    double expected = fit.alpha() + fit.beta() * size;
    if (seconds > DEVIANT * expected) {
      deviants = Math.max(deviants, 0) + 1;
    } else if (seconds < expected / DEVIANT) {
      deviants = Math.min(deviants, 0) - 1;
    } else {
      deviants = 0;
    }
  }

  private void restart() {
    times.clear();
    fit = null;
    deviants = 0;
  }

  /** Returns the fit in words and numbers. */
  @Override
  public String toString() {
    return fit().map(Object::toString).orElse("seconds of a step not resolved");
  }

  @Override
  public void save(DataOutput out) throws IOException {
    times.save(out);
    out.writeInt(deviants);
    out.writeBoolean(stale);
    out.writeBoolean(fit != null);
    out.writeDouble(fit == null ? 0 : fit.perStep());
    out.writeDouble(fit == null ? 0 : fit.alpha());
    out.writeDouble(fit == null ? 0 : fit.beta());
  }

  @Override
  public void restore(DataInput in) throws IOException {
    times.restore(in);
    deviants = in.readInt();
    stale = in.readBoolean();
    boolean present = in.readBoolean();
    double perStep = in.readDouble();
    double alpha = in.readDouble();
    double beta = in.readDouble();
    fit = present ? new StepTime(perStep, alpha, beta) : null;
  }
}
