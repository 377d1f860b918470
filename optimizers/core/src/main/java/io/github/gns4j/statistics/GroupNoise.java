package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where the gradient noise comes from when samples fall into groups (modality, domain, class,
 * worker) of shares {@code p_c}, with group means {@code G_c} and covariances {@code Σ_c}: {@code
 * tr Σ = Σ_c p_c·tr Σ_c + Σ_c p_c|G_c − G|²}, the noise within groups and that between them (the
 * law of total variance). A group's part of the latter is unbiased after {@code tr Σ_c/N_c}, the
 * noise of its own mean, is taken off. Immutable.
 */
public final class GroupNoise {
  private final List<Group> groups;
  private final double within;
  private final double between;

  private GroupNoise(List<Group> groups) {
    this.groups = List.copyOf(groups);
    within = groups.stream().mapToDouble(g -> g.share * g.traceSigma).sum();
    between = groups.stream().mapToDouble(g -> g.share * g.distanceSquared).sum();
  }

  /** Returns the noise of the given groups, whose shares must add up to 1. */
  public static GroupNoise of(List<Group> groups) {
    requireShares(groups.stream().map(Group::share).toList());
    return new GroupNoise(groups);
  }

  static void requireShares(Collection<Double> shares) {
    Arguments.atLeast("number of groups", shares.size(), 1);
    double sum = 0;
    for (double share : shares) {
      sum += Arguments.closed("share", share, 0, 1);
    }
    if (Math.abs(sum - 1) > 1e-9 * shares.size()) {
      throw new IllegalArgumentException("shares add up to " + sum + ", allowed: 1");
    }
  }

  /**
   * Returns the noise of groups as one step shows it. With {@code ĝ = Σ p_d ḡ_d} and {@code v_d =
   * tr Σ_d/N_d}, {@code |ḡ_c − ĝ|²} is too large by {@code (1 − 2p_c)v_c + Σ p_d² v_d}, which is
   * taken off.
   */
  public static GroupNoise observed(List<Observation> observations) {
    double common = 0;
    for (Observation seen : observations) {
      common += seen.share * seen.share * seen.meanNoise();
    }
    List<Group> groups = new ArrayList<>();
    for (Observation seen : observations) {
      double excess = (1 - 2 * seen.share) * seen.meanNoise() + common;
      groups.add(
          new Group(
              seen.name, seen.share, seen.moments.traceSigma(), seen.distanceSquared - excess));
    }
    return of(groups);
  }

  /** Returns the groups. */
  public List<Group> groups() {
    return groups;
  }

  /** Returns {@code Σ p_c·tr Σ_c}: what stratified sampling leaves. */
  public double within() {
    return within;
  }

  /**
   * Returns {@code Σ p_c|G_c − G|²}: what stratified sampling removes. May be estimated below 0.
   */
  public double between() {
    return between;
  }

  /** Returns {@code tr Σ}, the sum of both. */
  public double traceSigma() {
    return within + between;
  }

  /** Returns {@code p_c·tr Σ_c/tr Σ}, the part of all noise inside group {@code c}; 0 if none. */
  public double shareWithin(int c) {
    Group group = groups.get(c);
    return part(group.share * group.traceSigma);
  }

  /**
   * Returns {@code p_c|G_c − G|²/tr Σ}, the part because group {@code c} pulls elsewhere; 0 if
   * none.
   */
  public double shareBetween(int c) {
    Group group = groups.get(c);
    return part(group.share * group.distanceSquared);
  }

  private double part(double noise) {
    double total = traceSigma();
    return total > 0 ? noise / total : 0;
  }

  /**
   * Returns the probabilities {@code q_c ∝ p_c·sqrt(tr Σ_c)} with which a fixed number of samples
   * must be drawn from the groups for the least variance of the stratified mean (Neyman 1934, J. R.
   * Statist. Soc. 97); the shares themselves if there is no noise within.
   */
  public double[] samplingWeights() {
    double[] weights =
        groups.stream().mapToDouble(g -> g.share * Math.sqrt(Math.max(0, g.traceSigma))).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int c = 0; c < weights.length; c++) {
      weights[c] = sum > 0 ? weights[c] / sum : groups.get(c).share;
    }
    return weights;
  }

  /**
   * Returns {@code p_c/q_c}, by which samples drawn by {@link #samplingWeights} must count for an
   * unbiased gradient; 0 for groups that are not drawn, whose gradients are all the same.
   */
  public double[] importanceWeights() {
    double[] weights = samplingWeights();
    for (int c = 0; c < weights.length; c++) {
      weights[c] = weights[c] > 0 ? groups.get(c).share / weights[c] : 0;
    }
    return weights;
  }

  /**
   * One group.
   *
   * @param name for reports
   * @param share {@code p_c}, in [0, 1]
   * @param traceSigma {@code tr Σ_c}, estimated without bias
   * @param distanceSquared {@code |G_c − G|²}, estimated without bias; may be negative
   */
  public record Group(String name, double share, double traceSigma, double distanceSquared) {
    /** Checks the ranges. */
    public Group {
      Arguments.closed("share of group " + name, share, 0, 1);
      Arguments.finite("traceSigma of group " + name, traceSigma);
      Arguments.finite("distanceSquared of group " + name, distanceSquared);
    }
  }

  /**
   * What one step shows of one group.
   *
   * @param name for reports
   * @param share {@code p_c}, in [0, 1], whatever share of the batch it was
   * @param moments of the group's samples alone, in at least two parts
   * @param distanceSquared {@code |ḡ_c − ĝ|²} between its mean and {@code ĝ = Σ p_d ḡ_d}
   */
  public record Observation(
      String name, double share, GradientMoments moments, double distanceSquared) {
    private double meanNoise() {
      return moments.traceSigma() / moments.samples();
    }
  }
}
