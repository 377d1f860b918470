package io.github.gns4j.dl4j;

import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GradientMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the single samples of a step show, in the Euclidean metric. Where the gradient that is
 * stepped with is their mean, its length {@code |ḡ|²} is left to the pass that steps, which forms
 * it anyway: a pass of its own would take longer than the norms of a small network's samples.
 * Mutable.
 */
final class ShownSamples implements Stateful {
  private int samples = 1;
  private boolean stepped;
  private double squares;
  private double meanSquared;
  private double deviation;

  /** Shows nothing. */
  void clear() {
    set(GradientMoments.ofOne(1, 0));
  }

  /** Shows moments of which each group is a sample. */
  void set(GradientMoments moments) {
    samples = moments.groups();
    stepped = false;
    squares = moments.sumOfSquares();
    meanSquared = moments.meanSquared();
    deviation = moments.deviation();
  }

  /**
   * Shows samples whose mean is the gradient that is stepped with.
   *
   * @param count of samples
   * @param sumOfSquares {@code Σ|g_i|²}
   */
  void setStepped(int count, double sumOfSquares) {
    samples = count;
    stepped = true;
    squares = sumOfSquares;
    meanSquared = 0;
    deviation = 0;
  }

  /** Shows what {@code other} shows, which shows nothing then. */
  void take(ShownSamples other) {
    samples = other.samples;
    stepped = other.stepped;
    squares = other.squares;
    meanSquared = other.meanSquared;
    deviation = other.deviation;
    other.clear();
  }

  /**
   * Returns the moments.
   *
   * @param gradientSquared of the gradient that was stepped with
   */
  GradientMoments moments(double gradientSquared) {
    double mean = stepped ? gradientSquared : meanSquared;
    double spread = stepped ? squares - samples * gradientSquared : deviation;
    return new GradientMoments(samples, samples, squares, mean, spread);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(samples);
    out.writeBoolean(stepped);
    out.writeDouble(squares);
    out.writeDouble(meanSquared);
    out.writeDouble(deviation);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    samples = in.readInt();
    stepped = in.readBoolean();
    squares = in.readDouble();
    meanSquared = in.readDouble();
    deviation = in.readDouble();
  }
}
