package io.github.gns4j;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.LossScaler;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.report.StepTimer;
import io.github.gns4j.report.StepTimer.Phase;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GroupNoise;
import io.github.gns4j.step.StepRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * An optimizer that measures the noise of the gradients it is given and decides learning rate and
 * batch size from it. A step is: {@link #nextBatch}, one {@link #accumulate} for each micro-batch
 * (or one {@link #accumulatePerSample}), then {@link #step}.
 *
 * <p>The decision for a step uses the statistics of the steps before it. A gradient with NaN or
 * infinite elements is not an error: the step is skipped, parameters, moments, averages and clock
 * stay as they are, and the report counts it.
 *
 * <p>Not thread-safe; the kernels may use several threads, with the same bits on any number of
 * them.
 */
public final class NoiseAwareOptimizer implements AutoCloseable {
  private final OptimizerSettings settings;
  private final StepRule rule;
  private final StepGatherer gradients;
  private final NoiseTracker noise;
  private final DecisionMaker decisions;
  private final Clipper clipper;
  private final LossScaler lossScaler;
  private final StepTimer timer;
  private final StepProbe probe;
  private final Progress progress = new Progress();
  private final StepTaker taker;
  private final OptimizerState state;

  NoiseAwareOptimizer(
      OptimizerSettings settings,
      Kernels kernels,
      FlatArray parameters,
      Segments segments,
      StepRule rule) {
    this.settings = settings;
    this.rule = rule;
    this.noise =
        new NoiseTracker(settings.noise(), segments, rule.isAdaptive(), settings.perSegment());
    this.decisions = new DecisionMaker(settings);
    this.clipper = new Clipper(settings.clipping(), kernels, parameters, segments);
    this.lossScaler = new LossScaler(settings.lossScaling());
    this.timer = new StepTimer(settings.nanoClock());
    GradientAccumulator mean = new GradientAccumulator(kernels, parameters, segments);
    this.gradients = new StepGatherer(mean, segments, rule, lossScaler, timer);
    this.probe = new StepProbe(kernels, segments, parameters, mean, decisions.tuner());
    StepTaker.Parts parts =
        new StepTaker.Parts(
            gradients, noise, decisions, clipper, rule, timer, lossScaler, progress, probe);
    this.taker = new StepTaker(parts, parameters, kernels, segments, settings);
    List<Stateful> scalars =
        List.of(
            noise,
            decisions,
            clipper,
            lossScaler,
            progress,
            gradients.pending(),
            probe,
            gradients.told());
    this.state = new OptimizerState(kernels, segments, rule, scalars, probe, mean);
  }

  /** Returns the batch of the next step and its micro-batches, in the order to give them. */
  public BatchPlan nextBatch() {
    return decisions.plan();
  }

  /**
   * Returns the factor by which the loss of the step that is being gathered must be scaled, the
   * same for all its micro-batches; 1 unless {@linkplain NoiseAwareBuilder#lossScaling set
   * otherwise}. The optimizer divides the gradients by it, but for entries of {@link
   * io.github.gns4j.kernels.Segment.Kind#STATISTICS}, which are no derivatives of the loss.
   */
  public double lossScale() {
    return lossScaler.scale();
  }

  /** Returns how the loss is scaled from step to step. */
  public LossScaling lossScaling() {
    return settings.lossScaling();
  }

  /**
   * Tells that the samples of a micro-batch are there: the time since the last call of this
   * optimizer was spent on data, what follows is backprop. Optional; without it that time counts as
   * backprop.
   */
  public void dataReady() {
    timer.mark(Phase.DATA);
  }

  /**
   * Takes in the mean gradient of a micro-batch, times {@link #lossScale}.
   *
   * @param gradient as long as the parameters; the gradient of a batch with a single micro-batch is
   *     not copied and must stay unchanged until {@link #step}
   * @param micro its place in the batch; its samples may be fewer than planned where data end
   */
  public void accumulate(FlatArray gradient, MicroBatch micro) {
    accumulate(gradient, micro, 1);
  }

  /**
   * Takes in the gradient of a micro-batch that {@code scale} turns into the mean gradient of its
   * samples, times {@link #lossScale}: 1/samples for a gradient summed over them.
   */
  public void accumulate(FlatArray gradient, MicroBatch micro, double scale) {
    gradients.accumulate(gradient, micro, scale);
  }

  /**
   * Takes in the gradients of all samples of the batch, one by one, times {@link #lossScale}: the
   * noise is told from this step alone.
   *
   * @param perSample rows × parameters, row by row
   * @param rows number of samples, at least 1
   */
  public void accumulatePerSample(FlatArray perSample, int rows) {
    gradients.accumulatePerSample(perSample, rows);
  }

  /**
   * Says over which segments {@link #sampleNorms} will be told; once, before the first step. Where
   * they are all that have gradients, the norms go into the Euclidean estimate; an estimate from
   * part of them is kept apart, and decides for optimizers that move in the Euclidean metric.
   *
   * @param segments their numbers, at least one; all of gradients
   */
  public void expectSampleNorms(BitSet segments) {
    gradients.expectSampleNorms(segments);
  }

  /**
   * Tells the norms of the gradients of the samples in the micro-batch given last, where the caller
   * knows them without forming the gradients: the noise is then told from this step alone, whatever
   * its micro-batches. Steps for which not all samples were told go without.
   *
   * @param sumOfSquares {@code Σ|g_i|²} over the expected segments, of gradients times {@link
   *     #lossScale}
   * @param samples number of them, at least 1
   */
  public void sampleNorms(double sumOfSquares, int samples) {
    gradients.sampleNorms(sumOfSquares, samples);
  }

  /** Tells the mean loss over the batch of the step to take; optional, for rules and reports. */
  public void loss(double meanLoss) {
    gradients.loss(meanLoss);
  }

  /**
   * Tells how the noise of the step to take divides among groups of data; optional, and for its
   * report alone: nothing is decided by it. Not part of a saved state.
   *
   * @param noise of the groups, {@linkplain GroupNoise#observed observed} in the step or known
   *     otherwise
   */
  public void groups(GroupNoise noise) {
    gradients.groups(Objects.requireNonNull(noise, "noise"));
  }

  /**
   * Takes the step: decides, changes the parameters (or skips), learns from the statistics,
   * reports.
   *
   * @throws IllegalStateException if no gradient was given since the last step, or if the
   *     learning-rate rule has a probe and the builder was given no gradient for it; then nothing
   *     has changed
   */
  public StepReport step() {
    return step(settings.probe());
  }

  /**
   * Takes the step as {@link #step()}, with a gradient for the probe of its length.
   *
   * @param again called after some of the steps, if the learning-rate rule has a probe; what it
   *     throws is thrown on, as is what a batch rule throws, and the step is then taken and
   *     counted, but not told to listeners
   */
  public StepReport step(ProbeGradient again) {
    return taker.step(again);
  }

  /**
   * Takes the step as {@link #step()}, for loops that do not look at its report: none is made
   * unless there are listeners. A step that shows nothing new of the noise then leaves nothing on
   * the heap.
   */
  public void advance() {
    advance(settings.probe());
  }

  /** Takes the step as {@link #advance()}, with a gradient for the probe of its length. */
  public void advance(ProbeGradient again) {
    taker.advance(again);
  }

  /** Returns whether the learning-rate rule has a probe, so that steps need a gradient for it. */
  public boolean isProbed() {
    return probe.isOn();
  }

  /** Returns the number of steps taken or skipped so far. */
  public long steps() {
    return progress.steps;
  }

  /** Returns the number of samples seen so far, those of skipped steps included. */
  public long samples() {
    return progress.samples;
  }

  /** Returns the number of skipped steps so far. */
  public long skipped() {
    return progress.skipped;
  }

  /** Returns the number of applied steps so far whose gradient was clipped. */
  public long clipped() {
    return clipper.clipped();
  }

  /** Returns the decay that every step applies, rate 0 for none. */
  public WeightDecay weightDecay() {
    return rule.weightDecay();
  }

  /** Returns what is known of the noise, in the metric of the optimizer. */
  public NoiseEstimate noise() {
    return noise.noise();
  }

  /** Returns what is known of the noise in the Euclidean metric. */
  public NoiseEstimate euclideanNoise() {
    return noise.euclidean();
  }

  /** Leaves the time since the last call out of every measurement: an evaluation, a pause. */
  public void skipPause() {
    timer.skipPause();
  }

  /**
   * Writes the state of optimizer, estimates and decisions, and the gradients of the step that is
   * being gathered, but not the parameters. An optimizer with the same settings that {@link
   * #restore restores} it continues with the same bits, also between two micro-batches.
   */
  public void save(OutputStream out) throws IOException {
    state.save(out);
  }

  /**
   * Replaces the state by a saved one.
   *
   * @throws IOException if the stream is truncated, corrupted, or of another optimizer or layout;
   *     then nothing has changed
   */
  public void restore(InputStream in) throws IOException {
    state.restore(in);
  }

  /** Tells the listeners that training is over. */
  @Override
  public void close() {
    taker.tellEnd();
  }
}
