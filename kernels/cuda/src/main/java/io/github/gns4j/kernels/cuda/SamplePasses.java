package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;

/** Passes whose result is a number per sample. */
final class SamplePasses {
  /** Side of a tile of the Gram and direct forms, {@code kSide} in the sources. */
  static final long SIDE = 16;

  /** Positions of the thin Gram form at most; its kernel has a case for each. */
  static final long THIN = 4;

  private final Pass pass;
  private final Session session;

  SamplePasses(Pass pass) {
    this.pass = pass;
    this.session = pass.session();
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
            .launch("per_sample_" + Pass.suffix(arrays.samples().type(), state))
            .int64(table.chunks())
            .int64(table.count())
            .int64(arrays.samples().address())
            .int64(arrays.rows())
            .int64(arrays.mean().length())
            .int64(arrays.mean().address())
            .float64(scale);
    Pass.metric(launch, metric, state)
        .int64(norms ? scratch : Pass.NONE)
        .int64(sums == null ? Pass.NONE : partials)
        .run(table.count(), 1, session.stream());
    if (sums == null || !norms) {
      if (norms) {
        rowNorms(scratch, table.count(), arrays.rows(), scale)
            .flag(false)
            .int64(arrays.squaredNorms().address())
            .run(arrays.rows(), 1, session.stream());
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

  private Launch rowNorms(long partials, long perRow, long rows, double scale) {
    return session
        .launch("row_norms")
        .int64(partials)
        .int64(perRow)
        .int64(rows)
        .float64(scale * scale);
  }

  void outerNorms(OuterProducts products, double scale) {
    OuterProducts.Shape shape = products.shape();
    if (shape.positions() == 1) {
      whole(products, "dense", scale);
    } else if (shape.gramIsCheaper() && shape.positions() <= THIN) {
      whole(products, "thin", scale);
    } else if (shape.gramIsCheaper()) {
      long tiles = tiles(shape.positions());
      tiled(products, "gram", tiles * (tiles + 1) / 2, scale);
    } else {
      long inputs = shape.inputs() + (hasBias(products) ? 1 : 0);
      tiled(products, "direct", tiles(inputs) * tiles(shape.outputs()), scale);
    }
  }

  private static long tiles(long length) {
    return (length + SIDE - 1) / SIDE;
  }

  private static boolean hasBias(OuterProducts products) {
    return products.bias() == OuterProducts.Bias.PRESENT;
  }

  private static boolean adds(OuterProducts products) {
    return products.into() == OuterProducts.Into.ADD;
  }

  private Launch begin(OuterProducts products, String form) {
    return session
        .launch("outer_" + form + "_" + Pass.suffix(products.activations().type()))
        .int64(products.activations().address())
        .int64(products.deltas().address())
        .int64(products.shape().rows());
  }

  /** One block for each row, which leaves the norm. */
  private void whole(OuterProducts products, String form, double scale) {
    begin(products, form)
        .int64(products.shape().positions())
        .int64(products.shape().inputs())
        .int64(products.shape().outputs())
        .flag(hasBias(products))
        .float64(scale * scale)
        .flag(adds(products))
        .int64(products.squaredNorms().address())
        .run(products.shape().rows(), 1, session.stream());
  }

  private void tiled(OuterProducts products, String form, long perRow, double scale) {
    long rows = products.shape().rows();
    long blocks = Math.multiplyExact(rows, perRow);
    long partials = session.workspace().reserve(blocks);
    begin(products, form)
        .int64(products.shape().positions())
        .int64(products.shape().inputs())
        .int64(products.shape().outputs())
        .flag(hasBias(products))
        .int64(perRow)
        .int64(partials)
        .run(blocks, 1, session.stream());
    rowNorms(partials, perRow, rows, scale)
        .flag(adds(products))
        .int64(products.squaredNorms().address())
        .run(rows, 1, session.stream());
  }
}
