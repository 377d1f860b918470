package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import java.util.function.IntConsumer;

/**
 * The pass over per-sample gradients. The columns are cut as any layout is; a fixed number of
 * stripes of neighbouring chunks keeps a partial norm for each row, whatever the number of threads.
 */
final class SamplePass implements IntConsumer {
  /** Most stripes: enough to share among threads, few enough to keep {@code B} doubles for each. */
  private static final int STRIPES = 64;

  private final Chunks chunks;
  private final HostSums sums;
  private final BlockLoops loops;
  private final PerSample arrays;
  private final double scale;
  private final Metric metric;
  private final int stripes;
  private final double[][] rowSums;

  /**
   * @param sums null if nothing is to be reduced but the norms of the rows
   */
  SamplePass(Chunks chunks, HostSums sums, BlockLoops loops, PerSample arrays, Setting setting) {
    this.chunks = chunks;
    this.sums = sums;
    this.loops = loops;
    this.arrays = arrays;
    this.scale = setting.scale();
    this.metric = Metric.of(setting.metric(), loops.type());
    stripes = Math.min(STRIPES, chunks.count());
    rowSums = new double[stripes][];
  }

  /** The scalars of the pass and its metric, which may be null. */
  record Setting(double scale, Preconditioner metric) {}

  int stripes() {
    return stripes;
  }

  @Override
  public void accept(int stripe) {
    double[] rows = new double[Math.toIntExact(arrays.rows())];
    int end = boundary(stripe + 1);
    for (int chunk = boundary(stripe); chunk < end; chunk++) {
      run(chunk, rows);
    }
    rowSums[stripe] = rows;
  }

  private int boundary(int stripe) {
    return (int) ((long) stripe * chunks.count() / stripes);
  }

  private void run(int chunk, double[] rows) {
    Block block = Block.ofThread();
    block.clearSums();
    block.length = chunks.length(chunk);
    columns(block, chunks.offset(chunk), chunks.isGradient(chunk), rows);
    if (sums != null) {
      block.flush(sums.partials(), chunk);
    }
  }

  private void columns(Block block, long at, boolean isGradient, double[] rows) {
    block.parameters = arrays.mean().address() + at * loops.type().bytes();
    block.second = metric.block(at);
    if (!isGradient) {
      loops.perSampleMean(block, rowsAt(at, 1));
      return;
    }
    loops.perSampleWithSums(block, rowsAt(at, scale), metric.factors(), rows);
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

  private SampleRows rowsAt(long at, double factor) {
    FlatArray samples = arrays.samples();
    long bytes = samples.type().bytes();
    Segments segments = arrays.segments();
    return new SampleRows(
        samples.address() + at * bytes,
        segments.length() * bytes,
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
    for (int row = 0; row < arrays.rows(); row++) {
      double total = 0;
      for (int stripe = 0; stripe < stripes; stripe++) {
        total += rowSums[stripe][row];
      }
      Memory.setDouble(address + (long) row * Double.BYTES, total);
    }
  }
}
