package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;

/** Passes over one or two flat arrays. */
final class FlatPasses {
  private final Pass pass;
  private final Session session;

  FlatPasses(Pass pass) {
    this.pass = pass;
    this.session = pass.session();
  }

  void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, CudaSums sums) {
    Layout.Table table = session.layouts().of(sums.segments()).flat();
    long partials = pass.partials(sums, Slots.SQUARED_NORM, table, 0);
    ElementType state = Pass.stateOf(gradient.type(), metric);
    Launch launch =
        session
            .launch("squared_norm_" + Pass.suffix(gradient.type(), state))
            .int64(table.chunks())
            .int64(table.count())
            .int64(gradient.address())
            .float64(scale);
    Pass.metric(launch, metric, state).int64(partials).run(table.count(), 1, session.stream());
    pass.finish(sums, Slots.SQUARED_NORM, table, partials, Gate.OPEN);
  }

  void dot(FlatArray a, FlatArray b, CudaSums sums) {
    Layout.Table table = session.layouts().of(sums.segments()).flat();
    long partials = pass.partials(sums, Slots.DOT, table, 0);
    session
        .launch("dot_" + Pass.suffix(a.type()))
        .int64(table.chunks())
        .int64(table.count())
        .int64(a.address())
        .int64(b.address())
        .int64(partials)
        .run(table.count(), 1, session.stream());
    pass.finish(sums, Slots.DOT, table, partials, Gate.OPEN);
  }

  /** The arguments of {@link io.github.gns4j.kernels.Kernels#accumulate} but for the sums. */
  record Entry(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric) {}

  void accumulate(Entry entry, Sums target) {
    CudaSums sums = pass.own(target);
    Layout.Table table = session.layouts().of(entry.segments()).flat();
    long partials = pass.partials(sums, Slots.MOMENTS, table, 0);
    ElementType state = entry.mean().type();
    Launch launch =
        session
            .launch("accumulate_" + Pass.suffix(entry.gradient().type(), state))
            .int64(table.chunks())
            .int64(table.count())
            .int64(entry.mean().address())
            .int64(entry.gradient().address())
            .float64(entry.how().scale())
            .float64(entry.how().weight())
            .flag(entry.how().previous() == 0);
    Pass.metric(launch, entry.metric(), state)
        .int64(partials)
        .run(table.count(), 1, session.stream());
    pass.finish(sums, Slots.MOMENTS, table, partials, Gate.OPEN);
  }

  void average(FlatArray average, FlatArray value, double weight) {
    long length = average.length();
    session
        .launch("average_" + Pass.suffix(average.type()))
        .int64(average.address())
        .int64(value.address())
        .int64(length)
        .float64(weight)
        .run((length + ChunkTable.FLAT - 1) / ChunkTable.FLAT, 1, session.stream());
  }
}
