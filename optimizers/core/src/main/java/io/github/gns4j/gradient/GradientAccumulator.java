package io.github.gns4j.gradient;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the gradients of a step's micro-batches into one mean, one pass each, and keeps the sums
 * of every pass until the step is over. The gradient of a batch that is computed in one piece is
 * not copied: it stays where it is until the step. Reads no sum itself, so that a device is not
 * waited for. Not thread-safe.
 */
public final class GradientAccumulator {
  private final Kernels kernels;
  private final Segments segments;
  private final FlatArray mean;

  /** Passes of earlier steps, whose sums the passes of this one take over. */
  private final List<Group> pool = new ArrayList<>();

  private final List<Group> groups = new ArrayList<>();
  private final List<Group> groupsToRead = Collections.unmodifiableList(groups);
  private final GatheredGradient gathered = new GatheredGradient();

  /** The gradient of a batch in one piece and its factor, or null. */
  private FlatArray whole;

  private double wholeScale;
  private long samples;

  /**
   * One pass: what it saw and its sums.
   *
   * @param samples samples of the pass
   * @param rows number of groups the pass saw: 1 for a micro-batch, the samples if their gradients
   *     came one by one
   * @param sums what the pass reduced
   */
  public record Group(long samples, int rows, Sums sums) {}

  /**
   * The gradient of a batch computed in one piece.
   *
   * @param array the caller's array, unchanged until the step
   * @param scale factor that turns it into the mean gradient
   */
  public record Whole(FlatArray array, double scale) {}

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
   * @param micro its place in the batch; the only micro-batch of a batch must stay unchanged in
   *     memory until the step
   * @param gradient array that {@code scale} turns into the mean gradient of the samples
   * @param metric the optimizer's metric, or null
   * @throws IllegalStateException if it is not the micro-batch that comes next
   */
  public void add(MicroBatch micro, FlatArray gradient, double scale, Preconditioner metric) {
    requireNext(micro);
    Sums sums = nextSums();
    if (micro.count() == 1) {
      kernels.squaredNorm(gradient, scale, null, sums);
      whole = gradient;
      wholeScale = scale;
    } else {
      Accumulation how = new Accumulation(scale, samples, micro.samples());
      kernels.accumulate(mean, gradient, segments, how, metric, sums);
    }
    record(micro.samples(), 1, sums);
  }

  /**
   * Adds the gradients of single samples: the whole batch of the step.
   *
   * @param gradients B×P, row by row; {@code scale} turns a row into the gradient of its sample
   * @param metric the optimizer's metric, or null
   * @throws IllegalStateException if the step has gradients already
   */
  public void addPerSample(FlatArray gradients, int rows, double scale, Preconditioner metric) {
    requireNext(new MicroBatch(0, 1, Math.max(rows, 1)));
    Sums sums = nextSums();
    PerSample arrays = new PerSample(gradients, rows, mean, null, segments);
    kernels.perSampleMoments(arrays, scale, metric, sums);
    record(rows, rows, sums);
  }

  /**
   * Returns the gradient of the step, always the same object.
   *
   * @throws IllegalStateException if none was added
   */
  public GatheredGradient gathered() {
    if (groups.isEmpty()) {
      throw new IllegalStateException("no gradient was given for this step, needed: at least one");
    }
    Sums last = groups.get(groups.size() - 1).sums();
    return whole == null
        ? gathered.set(mean, 1, last, Sum.MEAN_SQUARED)
        : gathered.set(whole, wholeScale, last, Sum.GRADIENT_SQUARED);
  }

  /** Returns the number of samples added since {@link #reset}. */
  public long samples() {
    return samples;
  }

  /** Returns the passes since {@link #reset}, in order. */
  public List<Group> groups() {
    return groupsToRead;
  }

  /**
   * Returns the running mean of the micro-batches so far; what it holds before them is not said.
   */
  public FlatArray mean() {
    return mean;
  }

  /** Returns the gradient of a batch computed in one piece, if that is what was added. */
  public Optional<Whole> whole() {
    return whole == null ? Optional.empty() : Optional.of(new Whole(whole, wholeScale));
  }

  /**
   * Continues a step that was saved between its micro-batches, in place of what was added so far.
   * The caller has put the running mean back into {@link #mean}.
   *
   * @param saved the passes until then, in order
   * @param savedWhole the gradient of a batch computed in one piece, or null
   */
  public void resume(List<Group> saved, Whole savedWhole) {
    reset();
    groups.addAll(saved);
    whole = savedWhole == null ? null : savedWhole.array();
    wholeScale = savedWhole == null ? 1 : savedWhole.scale();
    samples = saved.stream().mapToLong(Group::samples).sum();
    while (pool.size() < groups.size()) {
      pool.add(new Group(1, 1, kernels.newSums(segments)));
    }
  }

  /** Starts the next step: forgets the mean and the passes. */
  public void reset() {
    groups.clear();
    gathered.clear();
    whole = null;
    samples = 0;
  }

  private void requireNext(MicroBatch micro) {
    if (micro.index() != groups.size()) {
      throw new IllegalStateException(
          "micro-batch "
              + micro.index()
              + " of "
              + micro.count()
              + " after "
              + groups.size()
              + " of this step, allowed: one after the other, then step()");
    }
  }

  private void record(int count, int rows, Sums sums) {
    Group last = pool.get(groups.size());
    if (last.samples() != count || last.rows() != rows) {
      last = new Group(count, rows, sums);
      pool.set(groups.size(), last);
    }
    groups.add(last);
    samples += count;
  }

  private Sums nextSums() {
    if (groups.size() == pool.size()) {
      pool.add(new Group(1, 1, kernels.newSums(segments)));
    }
    return pool.get(groups.size()).sums();
  }
}
