package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The curvature along the steps as the last few probes saw it: the slopes of the steps in between
 * are read with it, and it must not be older than they are.
 */
final class ProbedCurvature implements Stateful {
  private double weight;
  private double weightSquares;
  private double mean;
  private double squares;

  /** Takes in that of a probe; {@code keep} is the weight of the past. */
  void add(double curvature, double keep) {
    weight = keep * weight + 1;
    weightSquares = keep * keep * weightSquares + 1;
    double delta = curvature - mean;
    mean += delta / weight;
    squares = (1 - 1 / weight) * (squares + delta * delta / weight);
  }

  void copyFrom(ProbedCurvature other) {
    weight = other.weight;
    weightSquares = other.weightSquares;
    mean = other.mean;
    squares = other.squares;
  }

  void clear() {
    weight = 0;
    weightSquares = 0;
    mean = 0;
    squares = 0;
  }

  /** Returns whether there is any. */
  boolean isKnown() {
    return weight > 0;
  }

  double mean() {
    return mean;
  }

  /** Returns the variance of {@link #mean}, 0 while a single probe tells none. */
  double variance() {
    double others = weight == 0 ? 0 : weight * weight / weightSquares - 1;
    return others > 0 ? squares / others : 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeDouble(weightSquares);
    out.writeDouble(mean);
    out.writeDouble(squares);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    weightSquares = in.readDouble();
    mean = in.readDouble();
    squares = in.readDouble();
  }
}
