package io.github.gns4j.gradient;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the gradients of a step's micro-batches into one mean, one pass each, and keeps the sums
 * of every pass until the step is over. Reads no sum itself, so that a device is not waited for.
 * Not thread-safe.
 */
public final class GradientAccumulator {
  private final Kernels kernels;
  private final Segments segments;
  private final FlatArray mean;
  private final List<Sums> pool = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long samples;

  /**
   * One pass: its sums and what it saw.
   *
   * @param samples samples of the pass
   * @param rows number of groups the pass saw: 1 for a micro-batch, the samples if they came one by
   *     one
   * @param sums what the pass reduced
   */
  public record Group(long samples, long rows, Sums sums) {}

  /**
   * Allocates the mean.
   *
   * @param parameters an array of the type and length of the parameters
   */
  public GradientAccumulator(Kernels kernels, FlatArray parameters, Segments segments) {
    this.kernels = kernels;
    this.segments = segments;
    this.mean = kernels.allocate(parameters.type(), parameters.length());
  }

  /**
   * Adds the gradient of a micro-batch.
   *
   * @param gradient array that {@code scale} turns into the mean gradient of the samples
   * @param metric the optimizer's metric, or null
   */
  public void add(FlatArray gradient, double scale, int count, Preconditioner metric) {
    Sums sums = nextSums();
    kernels.accumulate(
        mean, gradient, segments, new Accumulation(scale, samples, count), metric, sums);
    record(count, 1, sums);
  }

  /**
   * Adds the gradients of single samples: the whole batch of the step.
   *
   * @param gradients B×P, row by row; {@code scale} turns a row into the gradient of its sample
   * @throws IllegalStateException if the step has gradients already
   */
  public void addPerSample(FlatArray gradients, double scale, int rows, Preconditioner metric) {
    if (!groups.isEmpty()) {
      throw new IllegalStateException(
          "per-sample gradients after "
              + groups.size()
              + " other passes, allowed: as the only pass of a step");
    }
    Sums sums = nextSums();
    PerSample arrays = new PerSample(gradients, rows, mean, null, segments);
    kernels.perSampleMoments(arrays, scale, metric, sums);
    record(rows, rows, sums);
  }

  /** Returns the running mean of the gradients added since {@link #reset}. */
  public FlatArray mean() {
    return mean;
  }

  /** Returns the number of samples added since {@link #reset}. */
  public long samples() {
    return samples;
  }

  /** Returns the passes since {@link #reset}, in order. */
  public List<Group> groups() {
    return groups;
  }

  /** Starts the next step: forgets the mean and the passes. */
  public void reset() {
    groups.clear();
    samples = 0;
  }

  private void record(int count, int rows, Sums sums) {
    groups.add(new Group(count, rows, sums));
    samples += count;
  }

  private Sums nextSums() {
    if (groups.size() == pool.size()) {
      pool.add(kernels.newSums(segments));
    }
    return pool.get(groups.size());
  }
}
