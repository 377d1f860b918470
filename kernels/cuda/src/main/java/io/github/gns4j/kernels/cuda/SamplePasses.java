package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;

/** The pass over the per-sample gradients themselves. */
final class SamplePasses {
  /**
   * Rows above which a kernel with fewer blocks on a multiprocessor, which read ahead, is at least
   * as fast; its bits are the same.
   */
  private static final int MANY = 128;

  private final Pass pass;
  private final Session session;

  SamplePasses(Pass pass) {
    this.pass = pass;
    this.session = pass.session();
  }

  private static String kernel(PerSample arrays, ElementType state) {
    String suffix = Pass.suffix(arrays.samples().type(), state);
    boolean readsAhead = arrays.rows() > MANY && suffix.equals("f32_f32");
    return (readsAhead ? "per_sample_many_" : "per_sample_") + suffix;
  }

  void moments(PerSample arrays, double scale, Preconditioner metric, CudaSums sums) {
    Layout.Table table = session.layouts().of(arrays.segments()).tiles();
    boolean norms = arrays.squaredNorms() != null;
    long rowSlots = norms ? Math.multiplyExact(arrays.rows(), table.count()) : 0;
    long scratch = pass.partials(sums, Slots.MOMENTS, table, rowSlots);
    long partials = scratch + rowSlots * Double.BYTES;
    ElementType state = arrays.mean().type();
    Launch launch =
        session
            .launch(kernel(arrays, state))
            .int64(table.chunks())
            .int64(table.count())
            .int64(arrays.samples().address())
            .int64(arrays.rows())
            .int64(arrays.mean().length())
            .int64(arrays.mean().address())
            .float64(scale)
            .float64(1.0 / arrays.rows());
    Pass.metric(launch, metric, state)
        .int64(norms ? scratch : Pass.NONE)
        .int64(sums == null ? Pass.NONE : partials)
        .run(table.count(), 1, session.stream());
    if (sums == null || !norms) {
      if (norms) {
        pass.rowNorms(
            scratch, table.count(), scale, arrays.squaredNorms(), OuterProducts.Into.REPLACE);
      }
      pass.finish(sums, Slots.MOMENTS, table, partials, Gate.OPEN);
      return;
    }
    long sumsOfSegments = (long) sums.segments().count() * CudaSums.SUMS;
    session
        .launch("finish_samples")
        .int64(partials)
        .int64(table.firstChunk())
        .int64(table.count())
        .int64(Slots.MOMENTS.code())
        .int64(sums.record())
        .int64(sums.segments().count())
        .int64(sums.mapped())
        .int64(scratch)
        .int64(arrays.rows())
        .float64(scale * scale)
        .int64(arrays.squaredNorms().address())
        .run(sumsOfSegments + arrays.rows(), 1, session.stream());
    sums.download();
  }
}
