package io.github.gns4j;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.gradient.GradientAccumulator.Group;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.policy.RateChoice;
import io.github.gns4j.policy.StepLengthProbe;
import io.github.gns4j.policy.StepLengthTuner;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures what the {@link StepLengthTuner} wants to know, around the steps of an optimizer. The
 * step is {@code s = θ₊ − θ}, so that every slope along it is a difference of two dot products with
 * parameters; these are summed in double and differ by far more than their rounding wherever the
 * step moves a float parameter at all.
 *
 * <p>The slopes of the step's own gradient and of the next one are taken at every step; they cost
 * one array of the parameters' type and length, a copy and four dot products. A probed step costs
 * one gradient more and two dot products; while the rate is searched it looks beyond the end of the
 * step, which takes another array and four passes, and may look again. Without a tuner it does
 * nothing. Not thread-safe.
 */
final class StepProbe implements Stateful {
  private final Kernels kernels;
  private final Segments segments;
  private final FlatArray parameters;
  private final GradientAccumulator gradients;
  private final StepLengthTuner tuner;
  private final FlatArray before;
  private final StepNoise stepNoise = new StepNoise();
  private final Sums sums;
  private final double[] dotsAfter;
  private boolean due;
  private boolean moved;
  private boolean pending;
  private double slopeBefore;
  private double slopeAfter;
  private double reach = 1;

  /** Where the step ended, while a look beyond it is taken; made when that is first needed. */
  private FlatArray end;

  private double stepNorm;

  /**
   * Allocates.
   *
   * @param gradients where the step's gradient is gathered; its mean is overwritten once the step
   *     is taken
   */
  StepProbe(
      Kernels kernels,
      Segments segments,
      FlatArray parameters,
      GradientAccumulator gradients,
      Optional<StepLengthTuner> tuner) {
    this.kernels = kernels;
    this.segments = segments;
    this.parameters = parameters;
    this.gradients = gradients;
    this.tuner = tuner.orElse(null);
    this.before = tuner.isEmpty() ? null : kernels.allocate(parameters.type(), parameters.length());
    this.sums = kernels.newSums(segments);
    this.dotsAfter = new double[segments.count()];
  }

  boolean isOn() {
    return tuner != null;
  }

  /** Returns the arrays that are part of the state. */
  List<FlatArray> state() {
    return isOn() ? List.of(before) : List.of();
  }

  /**
   * Before the decision of a step: ends the probe of the step before, if there is one, and prepares
   * that of this step, if it is due.
   *
   * @return what the slopes along the step before showed of the noise
   * @throws IllegalStateException if {@code again} is null though there is a tuner
   */
  Optional<TemporalEstimate> begin(GatheredGradient gradient, ProbeGradient again) {
    if (!isOn()) {
      return Optional.empty();
    }
    if (again == null) {
      throw new IllegalStateException(
          "step() of an optimizer whose learning-rate rule has a probe, needed: step(ProbeGradient)"
              + " or probe(ProbeGradient) of the builder");
    }
    Optional<TemporalEstimate> noise = Optional.empty();
    if (moved) {
      moved = false;
      noise = observe(slope(gradient), gradient.length());
    }
    due = tuner.beginStep();
    kernels.copy(parameters, before);
    return noise;
  }

  private Optional<TemporalEstimate> observe(double slopeNext, double length) {
    double scale = tuner.scale(stepNorm * length);
    if (!pending) {
      Optional<TemporalEstimate> noise =
          stepNoise.of(slopeBefore, slopeNext, tuner.curvature(), scale);
      tuner.observeSlope(slopeNext, stepNorm * length);
      return noise;
    }
    pending = false;
    StepLengthProbe probe =
        new StepLengthProbe(slopeBefore, slopeAfter, slopeNext, stepNorm, length, reach);
    // With its own curvature: that of the steps before may be several times as large.
    Optional<TemporalEstimate> noise =
        stepNoise.of(slopeBefore, slopeNext, probe.curvature() / scale, scale);
    tuner.observe(probe);
    return noise;
  }

  /**
   * After the step: the tuner sees it, and if it is due, the gradient is computed again.
   *
   * @param weights how the gradient entered the mean that the step goes along, if it goes along one
   * @param rate of the step
   * @param step its by-products
   */
  void end(
      GatheredGradient gradient,
      Optional<MomentumWeights> weights,
      RateChoice rate,
      Sums step,
      OptionalDouble loss,
      ProbeGradient again) {
    if (!isOn()) {
      return;
    }
    if (gradient.sums().nonFinite() > 0) {
      tuner.skipStep();
      return;
    }
    double norm = gradient.length();
    tuner.endStep(loss, norm * norm);
    stepNorm = rate.learningRate() * direction(step);
    if (rate.gain().factor() > 0) {
      tuner.lengthened(rate.gain().factor());
    }
    moved = true;
    slopeBefore = slope(gradient);
    stepNoise.took(weights, gradients.samples());
    if (due) {
      look(again);
      pending = true;
    }
  }

  /** Measures the slope of the step's own batch, as far along the step as the tuner wants. */
  private void look(ProbeGradient again) {
    boolean unclear;
    do {
      reach = tuner.reach();
      if (reach > 1) {
        gatherBeyond(again);
      } else {
        gather(again);
      }
      slopeAfter = slope(gradients.mean());
      unclear = tuner.looked(slopeBefore, slopeAfter);
    } while (unclear);
  }

  /** Gathers the gradient beyond the end of the step, and comes back to the same bits. */
  private void gatherBeyond(ProbeGradient again) {
    if (end == null) {
      end = kernels.allocate(parameters.type(), parameters.length());
    }
    kernels.copy(parameters, end);
    try {
      kernels.copy(before, parameters);
      kernels.average(parameters, end, reach);
      // Running statistics have no line to go along.
      for (Segment segment : segments.list()) {
        if (segment.kind() == Segment.Kind.STATISTICS) {
          kernels.copy(part(end, segment), part(parameters, segment));
        }
      }
      gather(again);
    } finally {
      kernels.copy(end, parameters);
    }
  }

  private static FlatArray part(FlatArray array, Segment segment) {
    return array.slice(segment.offset(), segment.length());
  }

  /** Length of the step over its rate; decay outside of the direction is left out. */
  private double direction(Sums step) {
    double squares = 0;
    for (int i = 0; i < segments.count(); i++) {
      double ratio = SegmentReports.trustRatio(step, i);
      squares += ratio * ratio * step.get(Sum.UPDATE_SQUARED, i);
    }
    return Math.sqrt(squares);
  }

  /** Computes the gradient of the step's batch again, into the mean. */
  private void gather(ProbeGradient again) {
    List<Group> groups = gradients.groups();
    long seen = 0;
    for (int i = 0; i < groups.size(); i++) {
      int samples = Math.toIntExact(groups.get(i).samples());
      MicroBatch micro = new MicroBatch(i, groups.size(), samples);
      FlatArray gradient = Objects.requireNonNull(again.at(micro), "gradient of the probe");
      add(gradient, new Accumulation(again.scale(micro), seen, samples));
      seen += samples;
    }
  }

  private double slope(GatheredGradient gradient) {
    FlatArray array = gradient.array();
    if (array.type() == parameters.type()) {
      return gradient.scale() * slope(array);
    }
    // A gradient of another type came in one piece, so that the mean is free.
    add(array, new Accumulation(gradient.scale(), 0, 1));
    return slope(gradients.mean());
  }

  private void add(FlatArray gradient, Accumulation how) {
    kernels.accumulate(gradients.mean(), gradient, segments, how, null, sums);
  }

  /** {@code s·g}; by segment, for the difference of small sums is the more exact. */
  private double slope(FlatArray gradient) {
    kernels.dot(parameters, gradient, sums);
    for (int i = 0; i < dotsAfter.length; i++) {
      dotsAfter[i] = sums.get(Sum.DOT, i);
    }
    kernels.dot(before, gradient, sums);
    double slope = 0;
    for (int i = 0; i < dotsAfter.length; i++) {
      slope += dotsAfter[i] - sums.get(Sum.DOT, i);
    }
    return slope;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeBoolean(moved);
    out.writeBoolean(pending);
    out.writeDouble(slopeBefore);
    out.writeDouble(slopeAfter);
    out.writeDouble(reach);
    out.writeDouble(stepNorm);
    stepNoise.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    moved = in.readBoolean();
    pending = in.readBoolean();
    slopeBefore = in.readDouble();
    slopeAfter = in.readDouble();
    reach = in.readDouble();
    stepNorm = in.readDouble();
    stepNoise.restore(in);
  }
}
