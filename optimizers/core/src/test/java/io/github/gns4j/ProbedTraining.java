package io.github.gns4j;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.policy.NoisyQuadratic;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A loop as a user writes it, on a noisy quadratic: the draws of a step are kept for its probe.
 * Time is counted, not measured: {@value #FIXED_NANOS} ns a micro-batch and {@value #SAMPLE_NANOS}
 * a sample.
 */
final class ProbedTraining {
  private static final long FIXED_NANOS = 10_000_000;
  private static final long SAMPLE_NANOS = 50_000;

  final HostArray parameters;
  final NoiseAwareOptimizer optimizer;
  private final NoisyQuadratic problem;
  private final List<double[]> draws = new ArrayList<>();
  private final HostArray gradient;
  private long nanos;
  private int probes;
  private double rate;

  ProbedTraining(NoisyQuadratic problem, NoiseAwareBuilder<?> builder) {
    this(problem, builder, ElementType.FLOAT32);
  }

  ProbedTraining(NoisyQuadratic problem, NoiseAwareBuilder<?> builder, ElementType type) {
    this.problem = problem;
    this.parameters = HostArray.allocate(type, problem.size());
    this.gradient = HostArray.allocate(type, problem.size());
    for (int i = 0; i < problem.size(); i++) {
      parameters.set(i, 1);
    }
    this.optimizer = builder.nanoClock(() -> nanos).forParameters(parameters);
  }

  StepReport step(Random random) {
    draws.clear();
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.dataReady();
      draws.add(problem.draw(random, micro.samples()));
      nanos += FIXED_NANOS + SAMPLE_NANOS * micro.samples();
      optimizer.accumulate(gradient(micro), micro);
    }
    optimizer.loss(loss());
    StepReport report = optimizer.step(this::again);
    rate = report.decision().learningRate();
    return report;
  }

  private HostArray again(MicroBatch micro) {
    probes++;
    return gradient(micro);
  }

  private HostArray gradient(MicroBatch micro) {
    double[] values = problem.gradient(parameters.toDoubles(), draws.get(micro.index()));
    for (int i = 0; i < values.length; i++) {
      gradient.set(i, values[i]);
    }
    return gradient;
  }

  /** Takes {@code steps} steps and returns the mean loss over the last half of them. */
  double steps(int steps, Random random) {
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      step(random);
      sum += step >= steps / 2 ? loss() : 0;
    }
    return sum / (steps - steps / 2);
  }

  double loss() {
    return problem.loss(parameters.toDoubles());
  }

  double rate() {
    return rate;
  }

  int probes() {
    return probes;
  }

  byte[] saved() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    optimizer.save(bytes);
    return bytes.toByteArray();
  }

  /** Takes up where {@code other} stands. */
  void resume(ProbedTraining other) throws IOException {
    parameters.segment().copyFrom(other.parameters.segment());
    nanos = other.nanos;
    optimizer.skipPause();
    optimizer.restore(new ByteArrayInputStream(other.saved()));
  }

  @Override
  public String toString() {
    return "loss " + loss() + " rate " + rate + " " + Arrays.toString(new int[] {probes});
  }
}
