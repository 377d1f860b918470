package io.github.gns4j.dl4j;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimator;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.policy.LearningRateController;
import io.github.gns4j.policy.LearningRateSchedule;
import io.github.gns4j.policy.RateDecision;
import io.github.gns4j.policy.RateInput;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.TemporalMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The scalars of a network: estimates over all its blocks, the clock of the rate, and the step that
 * is under way. A round is one iteration of DL4J: it begins with the first block of it and is
 * settled when all blocks have taken part, at the latest when the next begins. With accumulation
 * the last of several rounds is a step. Mutable.
 */
final class NetworkRecord implements Stateful {
  private final Family family;
  private final NoiseEstimator euclidean;
  private final NoiseEstimator own;
  private final LearningRateController rate;
  private final Part part = new Part();
  private long round;
  private long settled;
  private long steps;
  private long samples;
  private long skipped;
  private double gain = 1;

  /** What the samples of the round under way show. */
  private final ShownSamples shown = new ShownSamples();

  /** For reports only: not state. */
  private RateDecision told;

  private RateInput input;

  NetworkRecord(Family family) {
    NoiseSettings settings = NoiseSettings.defaults(family.batchSize());
    this.family = family;
    this.euclidean = new NoiseEstimator(settings);
    this.own = family.algorithm().isAdaptive() ? new NoiseEstimator(settings) : euclidean;
    // the blocks have base rates of their own: here rate means gain
    this.rate =
        new LearningRateController(LearningRateSchedule.constant(1), family.scaling().rule());
  }

  /** Number of the round under way, from 1. */
  long round() {
    return round;
  }

  long samples() {
    return samples;
  }

  /** Steps in which some block was left out. */
  long skipped() {
    return skipped;
  }

  /** Number of the step under way or, between steps, of the last; skipped ones count. */
  long steps() {
    return steps;
  }

  /** The part of a step that the round under way is. */
  Part part() {
    return part;
  }

  /** Samples of the step up to and including the round under way. */
  int batch() {
    return part.total();
  }

  /** Factor of the base rates in the round under way. */
  double gain() {
    return gain;
  }

  /** Base steps that the clock is ahead of (or, negative, behind) the rounds. */
  double clockLead() {
    return rate.clock() - (round - 1);
  }

  boolean isSettled() {
    return settled == round;
  }

  NoiseEstimate noise() {
    return own.estimate();
  }

  NoiseEstimate euclidean() {
    return euclidean.estimate();
  }

  /** The decision for the round under way; the same at its begin and until it is settled. */
  private RateDecision decision() {
    NoiseEstimate noise = own.estimate();
    if (input == null || !input.noise().equals(noise) || input.batch() != part.total()) {
      input = new RateInput(noise, part.total(), family.batchSize());
    }
    return rate.decide(input);
  }

  /**
   * Begins the round after {@code last}.
   *
   * @param planned as in {@link Part#begin}
   * @param announced what its samples show; shows nothing afterwards
   */
  void begin(long last, int samplesOfRound, Boolean planned, ShownSamples announced) {
    round = last + 1;
    part.begin(samplesOfRound, planned, family.accumulation());
    shown.take(announced);
    if (part.isLast()) {
      steps++;
    }
    told = decision();
    gain = told.learningRate();
  }

  /** Returns the decision of the last round, if it was made in this process. */
  Optional<RateDecision> told() {
    return Optional.ofNullable(told);
  }

  /**
   * Ends the round under way.
   *
   * @param applied whether any block moved
   * @param nonFinite non-finite elements in all blocks; above 0 the averages stay
   * @param gradientSquared {@code |g|²} of the gradient that was stepped with, over all blocks
   * @return whether what all blocks together showed is to be observed, if they did
   */
  boolean settle(boolean applied, long nonFinite, double gradientSquared) {
    settled = round;
    samples += part.samples();
    if (!part.isLast()) {
      return false;
    }
    if (applied) {
      rate.advance(told == null ? decision() : told);
    }
    if (nonFinite > 0) {
      skipped++;
      euclidean.addNonFinite(nonFinite);
      if (own != euclidean) {
        own.addNonFinite(nonFinite);
      }
      return false;
    }
    euclidean.addFinite();
    own.addFinite();
    GradientMoments ofSamples = shown.moments(gradientSquared);
    if (ofSamples.resolvesNoise()) {
      euclidean.add(ofSamples, EstimateKind.PER_SAMPLE);
    }
    return true;
  }

  /**
   * Takes in what a round showed, in the Euclidean metric.
   *
   * @param last moments of one of its blocks, for what all have in common
   */
  void observe(double traceSigma, double signalSquared, TemporalMoments last) {
    euclidean.add(traceSigma, signalSquared, last.samples(), last.window());
  }

  /** As {@link #observe}, in the metric of the optimizer. */
  void observeOwn(double traceSigma, double signalSquared, TemporalMoments last) {
    if (own != euclidean) {
      own.add(traceSigma, signalSquared, last.samples(), last.window());
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(round);
    out.writeLong(settled);
    out.writeLong(samples);
    out.writeLong(skipped);
    out.writeLong(steps);
    part.save(out);
    out.writeDouble(gain);
    shown.save(out);
    rate.save(out);
    euclidean.save(out);
    if (own != euclidean) {
      own.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    round = in.readLong();
    settled = in.readLong();
    samples = in.readLong();
    skipped = in.readLong();
    steps = in.readLong();
    part.restore(in);
    gain = in.readDouble();
    shown.restore(in);
    rate.restore(in);
    euclidean.restore(in);
    if (own != euclidean) {
      own.restore(in);
    }
  }
}
