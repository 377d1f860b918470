package io.github.gns4j.policy;

import io.github.gns4j.noise.StudentT;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Weighted averages of the descent {@code a = −G·s/m} and the curvature {@code b = sᵀHs/m²} along
 * steps taken with multiplier {@code m}: in these units the averages stay valid when the multiplier
 * moves. The best multiplier is {@code a/b}, a ratio of averages, never an average of ratios.
 *
 * <p>Whether it exceeds {@code x} is decided by the sign of {@code a − x·b}, whose average has a
 * Student t interval; the set of {@code x} that are not rejected is Fieller's interval (Fieller
 * 1954). Each observation is divided by the {@link SlopeScale} of those before, so that {@code a}
 * is about the cosine of an angle, and bounded whatever the tails of the gradient.
 */
final class StepLengthEstimate implements Stateful {
  /** Two-sided 99%: the interval is looked at after every probe, not once. */
  private static final double QUANTILE = 0.995;

  /** A variance from fewer says nothing. */
  private static final double LEAST_OBSERVATIONS = 3.2;

  /** What any quantile of Student's t exceeds: below it none needs to be looked up. */
  private static final double NORMAL_LOOSE = 1.64;

  /** Commons Math finds a quantile to 1e-9. */
  private static final double ACCURACY = 1e-6;

  private double weight;
  private double weightSquares;
  private double a;
  private double b;
  private double aa;
  private double ab;
  private double bb;

  /** Share of the weight that slopes have, and its product with their mean multiplier. */
  private double slopes;

  private double slopesAt;
  private final ProbedCurvature probed = new ProbedCurvature();
  private final SlopeScale scale = new SlopeScale();
  private double lastA;
  private double lastB;
  private double beforeA;
  private double beforeB;

  /**
   * Adds a probe of a step taken with {@code multiplier}.
   *
   * @param keep weight of the past, in (0, 1)
   * @param keepOfCurvature the same in the curvature that slopes are read with
   */
  void add(StepLengthProbe probe, double multiplier, double keep, double keepOfCurvature) {
    double divisor = scale.next(probe.scale() / multiplier);
    double curvature = probe.curvature() / (multiplier * multiplier) / divisor;
    probed.add(curvature, keepOfCurvature);
    add(probe.descent() / multiplier / divisor, curvature, keep);
    slopes -= slopes / weight;
    slopesAt -= slopesAt / weight;
  }

  /**
   * Adds the slope at the end of a step that was not probed, {@code φ′ = −a·m + b·m²}: with the
   * curvature that is known it tells the descent. Where {@code x} is the step's multiplier, the
   * sign of {@code a − x·b} does not depend on that curvature.
   *
   * @param slope at the end of the step
   * @param own {@code |s|·|g|} of the step, above 0
   */
  void addSlope(double slope, double own, double multiplier, double keep) {
    if (probed.isKnown()) {
      double curvature = probed.mean();
      double cosine = slope / multiplier / scale.next(own / multiplier);
      add(curvature * multiplier - cosine, curvature, keep);
      slopes += (1 - slopes) / weight;
      slopesAt += (multiplier - slopesAt) / weight;
    }
  }

  private void add(double descent, double curvature, double keep) {
    beforeA = lastA;
    beforeB = lastB;
    lastA = descent;
    lastB = curvature;
    weight = keep * weight + 1;
    weightSquares = keep * keep * weightSquares + 1;
    double share = 1 / weight;
    double da = descent - a;
    double db = curvature - b;
    a += share * da;
    b += share * db;
    aa = (1 - share) * (aa + share * da * da);
    ab = (1 - share) * (ab + share * da * db);
    bb = (1 - share) * (bb + share * db * db);
  }

  void clear() {
    weight = 0;
    weightSquares = 0;
    a = 0;
    b = 0;
    aa = 0;
    ab = 0;
    bb = 0;
    slopes = 0;
    slopesAt = 0;
    probed.clear();
    scale.clear();
  }

  /**
   * Returns the typical {@code |s|·|g|} of steps with {@code multiplier}.
   *
   * @param otherwise what it is while nothing is known
   */
  double scaleOr(double otherwise, double multiplier) {
    return scale.or(otherwise / multiplier) * multiplier;
  }

  /** Returns the curvature as the last few probes saw it, NaN while there are too few. */
  double probedCurvature() {
    return isReady() ? probed.mean() : Double.NaN;
  }

  /** Effective number of probes. */
  double observations() {
    return weight == 0 ? 0 : weight * weight / weightSquares;
  }

  boolean isReady() {
    return observations() >= LEAST_OBSERVATIONS;
  }

  /** Student's t of {@code a − x·b}: above the quantile the best multiplier exceeds x. */
  private double t(double x) {
    double value = a - x * b;
    double ofSlopes = slopesAt - x * slopes;
    double variance =
        Math.max(aa - 2 * x * ab + x * x * bb, 0) / (observations() - 1)
            + ofSlopes * ofSlopes * probed.variance();
    return value == 0 ? 0 : value / Math.sqrt(variance);
  }

  private double quantile(double probability) {
    return new TDistribution(null, observations() - 1).inverseCumulativeProbability(probability);
  }

  /**
   * Returns whether {@code t} exceeds the quantile. Mostly those at the whole numbers of degrees
   * beside tell it, which are known; only between them is the quantile computed.
   */
  private boolean isBeyond(double t, double probability) {
    double degrees = observations() - 1;
    StudentT beside = StudentT.of(2 * probability - 1);
    if (t > beside.atMost(degrees) + ACCURACY) {
      return true;
    }
    return t > beside.atLeast(degrees) - ACCURACY && t > quantile(probability);
  }

  /**
   * Returns whether the best multiplier is resolved as above {@code x}. A negative curvature is not
   * taken at face value, as if no step were too long: it counts by its size.
   */
  boolean exceeds(double x, double probability) {
    double t = isReady() ? Math.min(t(x), t(-x)) : 0;
    return t > NORMAL_LOOSE && isBeyond(t, probability);
  }

  /**
   * Returns whether the last two probes each speak for more than {@code x}: chance that once seemed
   * resolved must not be acted on again and again while it is forgotten.
   */
  boolean agrees(double x) {
    return lastA > x * lastB && beforeA > x * beforeB;
  }

  /** Returns whether the best multiplier is resolved as below {@code x}. */
  boolean isBelow(double x) {
    double t = isReady() ? t(x) : 0;
    return t < -NORMAL_LOOSE && isBeyond(-t, QUANTILE);
  }

  /** Returns what {@link #words} needs, which later observations leave as it is. */
  StepLengthEstimate forWords() {
    StepLengthEstimate copy = new StepLengthEstimate();
    copy.weight = weight;
    copy.weightSquares = weightSquares;
    copy.a = a;
    copy.b = b;
    copy.aa = aa;
    copy.ab = ab;
    copy.bb = bb;
    copy.slopes = slopes;
    copy.slopesAt = slopesAt;
    copy.probed.copyFrom(probed);
    return copy;
  }

  /** Returns the best multiplier over {@code x} with its interval, in words. */
  String words(double x) {
    double level = quantile(QUANTILE);
    double share = level * level / (observations() - 1);
    double more = level * level * probed.variance();
    double squares = b * b - share * bb - more * slopes * slopes;
    double product = a * b - share * ab - more * slopes * slopesAt;
    double rest = a * a - share * aa - more * slopesAt * slopesAt;
    double root = Math.sqrt(Math.max(product * product - squares * rest, 0));
    double low = rest > 0 && a > 0 ? rest / (product + root) : 0;
    boolean bounded = squares > 0 && b > 0;
    String high = bounded ? Words.number(Math.max(product + root, 0) / squares / x) : "any";
    return Words.number(a / b / x)
        + " times as long (interval "
        + Words.number(Math.max(low, 0) / x)
        + " to "
        + high
        + ")";
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (double value :
        new double[] {
          weight, weightSquares, a, b, aa, ab, bb, slopes, slopesAt, lastA, lastB, beforeA, beforeB
        }) {
      out.writeDouble(value);
    }
    probed.save(out);
    scale.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    weightSquares = in.readDouble();
    a = in.readDouble();
    b = in.readDouble();
    aa = in.readDouble();
    ab = in.readDouble();
    bb = in.readDouble();
    slopes = in.readDouble();
    slopesAt = in.readDouble();
    lastA = in.readDouble();
    lastB = in.readDouble();
    beforeA = in.readDouble();
    beforeB = in.readDouble();
    probed.restore(in);
    scale.restore(in);
  }
}
