package io.github.gns4j.noise;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Means over blocks of steps that are as long as the window that neighbouring steps share: the
 * method of batch means. What correlation is left between neighbouring blocks, {@link RunningPair}
 * takes into account.
 */
final class TemporalBlocks implements Stateful {
  /** Windows in a block: leaves a correlation of a third between neighbours at worst. */
  static final double WINDOWS = 1;

  /** Less what rounding of a sum of equal parts may miss. */
  private static final double COMPLETE = WINDOWS - 1e-9;

  private double windows;
  private double sumS;
  private double sumD;
  private double samples;

  /** Adds a step and returns whether that completes the block. */
  boolean add(double traceSigma, double signalSquared, long added, double window) {
    if (windows >= COMPLETE) {
      clear();
    }
    windows += 1 / window;
    sumS += added * traceSigma;
    sumD += added * signalSquared;
    samples += added;
    return windows >= COMPLETE;
  }

  private void clear() {
    windows = 0;
    sumS = 0;
    sumD = 0;
    samples = 0;
  }

  double traceSigma() {
    return sumS / samples;
  }

  double signalSquared() {
    return sumD / samples;
  }

  double samples() {
    return samples;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(windows);
    out.writeDouble(sumS);
    out.writeDouble(sumD);
    out.writeDouble(samples);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    windows = in.readDouble();
    sumS = in.readDouble();
    sumD = in.readDouble();
    samples = in.readDouble();
  }
}
