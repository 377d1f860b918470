package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * The noise along the signal, {@code GᵀΣG}: how much the inner product of a sample's gradient with
 * {@code G} varies (Bollapragada, Byrd &amp; Nocedal 2018, arXiv 1710.11258). In place of {@code G}
 * stands the running mean {@code m} that an optimizer with momentum keeps, as the gradient of the
 * batch does in the paper; the batch after it is independent of it. With {@code m_t = κm_{t−1} +
 * ag_t} the inner product costs no pass of its own: {@code 2κa·m_{t−1}·g_t = |m_t|² − κ²|m_{t−1}|²
 * − a²|g_t|²}.
 *
 * <p>With {@code x_t = m_{t−1}·g_t} over the sum of the mean's weights, {@code E x_t = |G|²}. While
 * {@code G} moves little, {@code x_t − x_{t−1}} varies by {@code GᵀΣG·(1/B_t + ((1 − a′)² + a′²(1 −
 * κ)/(1 + κ))/B_{t−1})}, {@code a′} the share of the last gradient in the mean. Noise in {@code m}
 * adds {@code d·tr Σ²·2/(1 + (1 − a′)²)}, {@code d} as in {@link TemporalMoments}: an upper bound
 * where the signal is low. Euclidean, over all segments. Not thread-safe.
 *
 * <p>The same products tell {@linkplain #alternating() how much of the gradient alternates}.
 */
public final class AlongSignal implements Stateful {
  /** Weight of the past in what alternates: the last five steps or so. */
  private static final double KEEP = 0.8;

  private double weight;
  private double meanSquared;
  private double last;
  private double lastInverse;
  private double lastSquared;
  private double products;
  private double lengths;
  private long pairs;

  /** Of the last step: not state. */
  private double scatterAlong;

  private long samples;
  private double window;

  /**
   * Returns the part of the gradient that changes its sign from step to step, by the last few
   * steps: {@code −w·Σ x_t/Σ |g_t||g_{t−1}|}, {@code w} the {@linkplain MomentumWeights#window()
   * window} of the mean, for the mean of a gradient that only changes its sign is {@code g/w}. 1
   * for such a gradient; at most 0 in expectation while {@code G} moves little over the window,
   * whatever the noise; 0 while nothing is known.
   */
  public double alternating() {
    return lengths > 0 ? -products / lengths : 0;
  }

  /**
   * Takes in one step that was applied.
   *
   * @param weights how the running mean took in the gradient
   * @param sums of the optimizer's step, as for {@link TemporalMoments#step}
   * @param batch samples of the gradient, at least 1
   * @return whether there is an {@link #estimate}: not at the first two steps, after a restart of
   *     the mean, and if sums are not finite
   */
  public boolean step(MomentumWeights weights, Sums sums, long batch) {
    Objects.requireNonNull(weights, "weights");
    Arguments.atLeast("batch", batch, 1);
    double gradient = sums.total(Sum.GRADIENT_SQUARED);
    double mean = sums.total(Sum.MEAN_SQUARED);
    if (!Double.isFinite(gradient + mean)) {
      return false;
    }
    double kept = weights.kept();
    double added = weights.added();
    boolean continues = weight > 0 && kept > 0;
    double product = mean - kept * kept * meanSquared - added * added * gradient;
    double x = continues ? product / (2 * kept * added * weight) : 0;
    double inverse = 1.0 / batch;
    double share = continues ? added / (kept * weight + added) : 1;
    double shared = (1 - share) * (1 - share) + share * share / weights.window();
    double scatter = inverse + shared * lastInverse;
    double difference = x - last;
    products = KEEP * products + weights.window() * x;
    lengths = KEEP * lengths + Math.sqrt(gradient) * Math.sqrt(lastSquared);
    boolean told = continues && pairs > 0;
    pairs = continues ? pairs + 1 : 0;
    weight = kept * weight + added;
    meanSquared = mean;
    last = x;
    lastSquared = gradient;
    lastInverse = inverse;
    scatterAlong = difference * difference / scatter;
    samples = batch;
    window = weights.window();
    return told;
  }

  /**
   * Returns {@code GᵀΣG} and {@code |G|²} of the last step alone, in the places of {@code tr Σ} and
   * {@code |G|²}, if {@link #step} said that it tells them.
   */
  public TemporalEstimate estimate() {
    return new TemporalEstimate(scatterAlong, last, samples, window);
  }

  /** Returns {@code GᵀΣG} of {@link #estimate}, without a record. */
  public double alongSignal() {
    return scatterAlong;
  }

  /** Returns {@code |G|²} of {@link #estimate}, without a record. */
  public double signalSquared() {
    return last;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeDouble(meanSquared);
    out.writeDouble(last);
    out.writeDouble(lastInverse);
    out.writeDouble(lastSquared);
    out.writeDouble(products);
    out.writeDouble(lengths);
    out.writeLong(pairs);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    meanSquared = in.readDouble();
    last = in.readDouble();
    lastInverse = in.readDouble();
    lastSquared = in.readDouble();
    products = in.readDouble();
    lengths = in.readDouble();
    pairs = in.readLong();
  }
}
