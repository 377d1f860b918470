package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Sum;

/**
 * The arithmetic of a backend over one block, for one type of state. {@code length} elements from
 * the addresses in the {@link Block} on; the gradient has the type of the state. Methods named
 * {@code …WithSums} add to the sums of the block what the operation of {@link
 * io.github.gns4j.kernels.Kernels} of that name reduces, and count non-finite gradient elements;
 * the others reduce nothing. They may use {@link Block#before}.
 */
interface BlockLoops {
  /** Returns the type of parameters and state. */
  ElementType type();

  /** Returns whether the loops of Adam and SGD are vector loops, called through {@link Apart}. */
  boolean areApart();

  /**
   * Returns how many elements the loops with sums take at a time, at most {@link Block#LONG} or
   * {@link Block#LONGEST}: no more than 256 to a lane of floats.
   *
   * @param length of the arrays
   */
  int longestSummed(long length);

  /** Converts {@code length} elements of {@code type} at {@code source}, exactly. */
  void widen(ElementType type, long source, long target, int length);

  /** {@code target = factor·source}; they may be the same. */
  void scale(long source, long target, double factor, int length);

  /** {@code target += factor·source}. */
  void addScaled(long target, long source, double factor, int length);

  /**
   * {@code prepared = coefficient·gradient + decay·parameters}: the gradient with coupled decay.
   */
  void coupleDecay(Block block, double coefficient, double decay);

  /** {@code average += weight·(value − average)}. */
  void average(long average, long value, double weight, int length);

  /** Adds {@code Σ a·b} of the arrays {@code parameters} and {@code gradient} to {@code DOT}. */
  void dot(Block block);

  /** Adds the squares of the elements at {@code address} to the sum {@code kind}. */
  void addSquares(Block block, long address, Sum kind);

  /** As {@link #addSquares}, in the metric of {@code second}. */
  void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric);

  /** Adds {@code Σ (scale·g)²}; in the metric of {@code second} too, if there is one. */
  void squaredNorm(Block block, double scale, MetricFactors metric);

  /** {@code mean += weight·(scale·g − mean)} with the mean in {@code parameters}. */
  void accumulate(Block block, double scale, double weight);

  /** As {@link #accumulate}; in the metric of {@code second} too, if there is one. */
  void accumulateWithSums(Block block, double scale, double weight, MetricFactors metric);

  /** Steps {@code parameters}, or puts the update into {@code output} if that is not 0. */
  void sgd(Block block, SgdFactors factors);

  /** As {@link #sgd}; the parameters may be missing where there is an output. */
  void sgdWithSums(Block block, SgdFactors factors);

  /** Steps {@code parameters}, or puts the update into {@code output} if that is not 0. */
  void adam(Block block, AdamFactors factors);

  /** As {@link #adam}; the parameters may be missing where there is an output. */
  void adamWithSums(Block block, AdamFactors factors);

  /** First phase of LAMB: moves the moments and reduces. */
  void lambMomentsWithSums(Block block, AdamFactors factors);

  /**
   * Second phase of LAMB: steps {@code parameters} or fills {@code output} with the new moments.
   */
  void lambStep(Block block, AdamFactors factors, double ratio);

  /**
   * Reduces the columns of a chunk, up to {@link Chunks#SIZE}: the mean to {@code parameters}, all
   * sums of {@link io.github.gns4j.kernels.Kernels#perSampleMoments} but those of the mean, and the
   * squared norm of each row, which is added to {@code rowSums}.
   */
  void perSampleWithSums(Block block, SampleRows rows, MetricFactors metric, double[] rowSums);

  /** The mean of the rows at the columns of a chunk, to {@code parameters}. */
  void perSampleMean(Block block, SampleRows rows);
}
