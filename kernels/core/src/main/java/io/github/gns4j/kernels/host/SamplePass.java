package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Sum;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The pass over per-sample gradients. The columns are cut as any layout is; a fixed number of
 * stripes of neighbouring chunks keeps a partial norm for each row, whatever the number of threads.
 * Used again and again by the thread that runs it (see {@link ThreadPasses}).
 */
final class SamplePass implements IntConsumer {
  /** Most stripes: enough to share among threads, few enough to keep {@code B} doubles for each. */
  private static final int STRIPES = 64;

  /** Most rows whose sums are kept for the next pass: half a megabyte in all stripes. */
  private static final int KEPT_ROWS = 1024;

  private static final double[] NO_ROWS = {};

  private final Metric metric = new Metric();
  private final double[][] rowSums = new double[STRIPES][0];
  private Chunks chunks;
  private HostSums sums;
  private BlockLoops loops;
  private PerSample arrays;
  private double scale;
  private int rows;
  private int stripes;

  /**
   * Begins.
   *
   * @param into null if nothing is to be reduced but the norms of the rows
   */
  void begin(Chunks layout, HostSums into) {
    chunks = layout;
    sums = into;
    stripes = Math.min(STRIPES, layout.count());
  }

  /**
   * Takes the arrays, the factor of the samples, and the metric, null for none, which must stay
   * reachable.
   */
  void set(BlockLoops ofMean, PerSample samples, double factor, Preconditioner inMetric) {
    loops = ofMean;
    arrays = samples;
    rows = Math.toIntExact(samples.rows());
    scale = factor;
    metric.set(inMetric, ofMean.type());
  }

  /** Ends: keeps nothing alive any longer that is large. */
  void end() {
    chunks = null;
    sums = null;
    arrays = null;
    if (rows > KEPT_ROWS) {
      Arrays.fill(rowSums, NO_ROWS);
    }
  }

  int stripes() {
    return stripes;
  }

  @Override
  public void accept(int stripe) {
    if (rowSums[stripe].length < rows) {
      rowSums[stripe] = new double[rows];
    }
    double[] sumsOfRows = rowSums[stripe];
    Arrays.fill(sumsOfRows, 0, rows, 0);
    int end = boundary(stripe + 1);
    for (int chunk = boundary(stripe); chunk < end; chunk++) {
      run(chunk, sumsOfRows);
    }
  }

  private int boundary(int stripe) {
    return (int) ((long) stripe * chunks.count() / stripes);
  }

  private void run(int chunk, double[] sumsOfRows) {
    Block block = Block.ofThread();
    block.clearSums();
    block.length = chunks.length(chunk);
    columns(block, chunks.offset(chunk), chunks.isGradient(chunk), sumsOfRows);
    if (sums != null) {
      block.flush(sums.partials(), chunk);
    }
  }

  private void columns(Block block, long at, boolean isGradient, double[] sumsOfRows) {
    block.parameters = arrays.mean().address() + at * loops.type().bytes();
    block.second = metric.block(at);
    locate(block.samples, at, isGradient ? scale : 1);
    if (!isGradient) {
      loops.perSampleMean(block, block.samples);
      return;
    }
    loops.perSampleWithSums(block, block.samples, metric.factors(), sumsOfRows);
    if (sums != null) {
      squareMean(block);
    }
  }

  private void squareMean(Block block) {
    int length = block.length;
    long bytes = loops.type().bytes();
    for (int done = 0; done < length; done += Block.SIZE) {
      block.length = Math.min(Block.SIZE, length - done);
      loops.addSquares(block, block.parameters, Sum.MEAN_SQUARED);
      if (block.second != 0) {
        loops.addMetricSquares(block, block.parameters, Sum.MEAN_SQUARED_METRIC, metric.factors());
      }
      block.parameters += Block.SIZE * bytes;
      block.second = block.second == 0 ? 0 : block.second + Block.SIZE * bytes;
    }
  }

  private void locate(SampleRows target, long at, double factor) {
    FlatArray samples = arrays.samples();
    long bytes = samples.type().bytes();
    target.set(
        samples.address() + at * bytes,
        arrays.segments().length() * bytes,
        arrays.rows(),
        samples.type(),
        factor);
  }

  /** Writes the norms of the rows, if they are wanted: the stripes added in their order. */
  void writeRowNorms() {
    if (arrays.squaredNorms() == null) {
      return;
    }
    long address = arrays.squaredNorms().address();
    for (int row = 0; row < rows; row++) {
      double total = 0;
      for (int stripe = 0; stripe < stripes; stripe++) {
        total += rowSums[stripe][row];
      }
      Memory.setDouble(address + (long) row * Double.BYTES, total);
    }
  }
}
