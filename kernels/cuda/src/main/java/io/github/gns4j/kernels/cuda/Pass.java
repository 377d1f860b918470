package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Sums;

/**
 * What every pass does around its kernel: names by element type, gate before, second stage of the
 * sums and download behind. Used within {@link Session#run} only.
 */
final class Pass {
  /** A null pointer of the device. */
  static final long NONE = 0;

  private final Session session;

  Pass(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  /** Returns the suffix of the kernels for gradients and state of these types. */
  static String suffix(ElementType gradient, ElementType state) {
    return suffix(gradient) + "_" + suffix(state);
  }

  static String suffix(ElementType type) {
    return switch (type) {
      case FLOAT32 -> "f32";
      case FLOAT64 -> "f64";
      case FLOAT16 -> "f16";
      case BFLOAT16 -> "bf16";
    };
  }

  /** Returns the type of the optimizer state where only the gradient is given. */
  static ElementType stateOf(ElementType gradient, Preconditioner metric) {
    if (metric != null) {
      return metric.secondMoment().type();
    }
    return gradient == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }

  static long address(FlatArray array) {
    return array == null ? NONE : array.address();
  }

  /** Adds the three parameters of a metric. */
  static Launch metric(Launch launch, Preconditioner metric, ElementType state) {
    return metric == null
        ? launch.int64(NONE).float64(1).float64(1)
        : launch
            .int64(metric.secondMoment().address())
            .float64(metric.biasCorrection())
            .float64(epsilon(metric.epsilon(), state));
  }

  /** An epsilon that is greater than 0 stays so in float32. */
  static double epsilon(double epsilon, ElementType state) {
    return state == ElementType.FLOAT32 ? Math.max(epsilon, Float.MIN_VALUE) : epsilon;
  }

  /** Returns the backend's own sums behind the interface. */
  CudaSums own(Sums sums) {
    if (sums == null) {
      return null;
    }
    if (sums instanceof CudaSums own && own.session() == session) {
      return own;
    }
    throw new IllegalArgumentException(
        "sums are "
            + sums.getClass().getSimpleName()
            + ", allowed: those that newSums of the same CUDA backend made");
  }

  /** Returns scratch memory for the partial sums of a pass, null if nothing is reduced. */
  long partials(CudaSums sums, Slots slots, Layout.Table table, long more) {
    long own = sums == null ? 0 : (long) slots.count() * table.count();
    return own + more == 0 ? NONE : session.workspace().reserve(own + more);
  }

  /** Evaluates the gate on the device; returns where the result lies, null for an open gate. */
  long gate(Gate gate) {
    CudaSums sums = own(gate.sums());
    if (sums == null) {
      return NONE;
    }
    session
        .launch("evaluate_gate")
        .int64(sums.record())
        .int64(sums.segments().count())
        .int32(gate.norm().ordinal())
        .float64(gate.maxNorm())
        .float64(gate.scale())
        .int64(sums.gate())
        .run(1, 1, session.stream());
    return sums.gate();
  }

  /** Runs the second stage of the sums. */
  void reduce(CudaSums sums, Slots slots, Layout.Table table, long partials, Gate gate) {
    CudaSums ofGate = own(gate.sums());
    session
        .launch("finish_sums")
        .int64(partials)
        .int64(table.firstChunk())
        .int64(table.count())
        .int64(slots.code())
        .int64(sums.record())
        .int64(ofGate == null ? NONE : ofGate.gate())
        .int64(ofGate == null ? NONE : ofGate.record())
        .int64(sums.mapped())
        .run(sums.segments().count(), CudaSums.SUMS, session.stream());
  }

  /** Runs the second stage of norms: one a row, each of {@code perRow} partial sums. */
  void rowNorms(
      long partials, long perRow, double scale, FlatArray norms, OuterProducts.Into into) {
    session
        .launch("row_norms")
        .int64(partials)
        .int64(perRow)
        .int64(norms.length())
        .float64(scale * scale)
        .flag(into == OuterProducts.Into.ADD)
        .int64(norms.address())
        .run(norms.length(), 1, session.stream());
  }

  /** Runs the second stage and sends the record to the host; nothing without sums. */
  void finish(CudaSums sums, Slots slots, Layout.Table table, long partials, Gate gate) {
    if (sums != null) {
      reduce(sums, slots, table, partials, gate);
      sums.download();
    }
  }
}
