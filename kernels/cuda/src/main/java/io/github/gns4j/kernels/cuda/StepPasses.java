package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.WeightDecay;

/** The optimizer steps. */
final class StepPasses {
  private final Pass pass;
  private final Session session;

  StepPasses(Pass pass) {
    this.pass = pass;
    this.session = pass.session();
  }

  /** Types, chunks, gate and scratch of one step, in the order in which they are needed. */
  private record Step(
      StepArrays arrays, Layout.Table table, long gate, CudaSums sums, long partials) {
    String kernel(String operation) {
      ElementType gradient = arrays.gradient().type();
      return operation + "_" + Pass.suffix(gradient, state());
    }

    ElementType state() {
      return arrays.second() != null
          ? arrays.second().type()
          : arrays.first() != null
              ? arrays.first().type()
              : arrays.parameters() != null ? arrays.parameters().type() : stateOfGradient();
    }

    private ElementType stateOfGradient() {
      return Pass.stateOf(arrays.gradient().type(), null);
    }
  }

  private Step begin(StepArrays arrays, Gate gate, CudaSums sums, Slots slots) {
    Layout.Table table = session.layouts().of(arrays.segments()).flat();
    long partials = pass.partials(sums, slots, table, 0);
    return new Step(arrays, table, pass.gate(gate), sums, partials);
  }

  /** Adds what all step kernels begin with. */
  private Launch launch(Step step, String operation) {
    StepArrays arrays = step.arrays();
    boolean update = arrays.output() == StepArrays.Output.UPDATE;
    return session
        .launch(step.kernel(operation))
        .int64(step.table().chunks())
        .int64(step.table().count())
        .int64(Pass.address(arrays.parameters()))
        .int64(update ? arrays.gradient().address() : Pass.NONE)
        .int64(arrays.gradient().address());
  }

  private static double rate(WeightDecay decay, WeightDecay.Kind kind) {
    return decay.kind() == kind ? decay.rate() : 0;
  }

  void sgd(StepArrays arrays, SgdHyper hyper, Gate gate, CudaSums sums) {
    Step step = begin(arrays, gate, sums, Slots.SGD);
    launch(step, "sgd")
        .int64(hyper.momentum() == 0 ? Pass.NONE : Pass.address(arrays.first()))
        .struct(
            gate.scale(),
            hyper.learningRate(),
            hyper.momentum(),
            hyper.dampening(),
            rate(hyper.decay(), WeightDecay.Kind.COUPLED),
            rate(hyper.decay(), WeightDecay.Kind.DECOUPLED))
        .flag(hyper.form() == SgdHyper.Form.NESTEROV)
        .flag(hyper.start())
        .int64(step.gate())
        .int64(step.partials())
        .run(step.table().count(), 1, session.stream());
    pass.finish(sums, Slots.SGD, step.table(), step.partials(), gate);
  }

  void adam(StepArrays arrays, AdamHyper hyper, Gate gate, CudaSums sums) {
    Step step = begin(arrays, gate, sums, Slots.ADAM);
    moments(step, "adam", hyper, gate);
    pass.finish(sums, Slots.ADAM, step.table(), step.partials(), gate);
  }

  private void moments(Step step, String operation, AdamHyper hyper, Gate gate) {
    state(step, operation)
        .struct(scalars(hyper, gate, step.state()))
        .int64(step.gate())
        .int64(step.partials())
        .run(step.table().count(), 1, session.stream());
  }

  private Launch state(Step step, String operation) {
    return launch(step, operation)
        .int64(step.arrays().first().address())
        .int64(step.arrays().second().address());
  }

  private static double[] scalars(AdamHyper hyper, Gate gate, ElementType state) {
    return new double[] {
      gate.scale(),
      hyper.learningRate(),
      hyper.beta1(),
      hyper.beta2(),
      Pass.epsilon(hyper.epsilon(), state),
      rate(hyper.decay(), WeightDecay.Kind.COUPLED),
      rate(hyper.decay(), WeightDecay.Kind.DECOUPLED),
      hyper.correction1(),
      hyper.correction2()
    };
  }

  void lamb(StepArrays arrays, LambHyper hyper, Gate gate, CudaSums sums) {
    Step step = begin(arrays, gate, sums, Slots.LAMB);
    moments(step, "lamb_first", hyper.adam(), gate);
    pass.reduce(sums, Slots.LAMB, step.table(), step.partials(), gate);
    ratios(step, hyper);
    state(step, "lamb_second")
        .struct(scalars(hyper.adam(), gate, step.state()))
        .int64(step.gate())
        .int64(sums.record())
        .run(step.table().count(), 1, session.stream());
    sums.download();
  }

  private void ratios(Step step, LambHyper hyper) {
    int segments = step.sums().segments().count();
    boolean adapts = hyper.scope() == LambHyper.Scope.ALWAYS || hyper.adam().decay().isActive();
    session
        .launch("trust_ratios")
        .int64(step.table().chunks())
        .int64(step.table().firstChunk())
        .int64(step.sums().record())
        .int64(segments)
        .flag(adapts)
        .float64(hyper.minRatio())
        .float64(hyper.maxRatio())
        .int64(step.gate())
        .int64(step.sums().mapped())
        .run((segments + Launch.THREADS - 1) / Launch.THREADS, 1, session.stream());
  }
}
