package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;

/** The optimizer steps that are timed, with and without the sums that the statistics come from. */
enum TimedStep implements Timed {
  SGD_MOMENTUM(Rule.SGD, false),
  SGD_MOMENTUM_WITH_SUMS(Rule.SGD, true),
  ADAM(Rule.ADAM, false),
  ADAM_WITH_SUMS(Rule.ADAM, true),
  LAMB_WITH_SUMS(Rule.LAMB, true);

  /** The rules, with the bytes that they read and write for a parameter. */
  private enum Rule {
    SGD(20),
    ADAM(28),
    LAMB(40);

    private final long bytes;

    Rule(long bytes) {
      this.bytes = bytes;
    }
  }

  private static final WeightDecay DECAY = new WeightDecay(0.01, WeightDecay.Kind.DECOUPLED);
  private static final AdamHyper ADAM_HYPER =
      new AdamHyper(1e-3, 0.9, 0.999, 1e-8, DECAY, 0.1, 0.001);
  private static final SgdHyper SGD_HYPER =
      new SgdHyper(1e-3, 0.9, 0, SgdHyper.Form.CLASSIC, WeightDecay.NONE, false);
  private static final LambHyper LAMB_HYPER =
      new LambHyper(ADAM_HYPER, 0, 10, LambHyper.Scope.ALWAYS);

  private final Rule rule;
  private final boolean hasSums;

  TimedStep(Rule rule, boolean hasSums) {
    this.rule = rule;
    this.hasSums = hasSums;
  }

  @Override
  public long bytes(long elements) {
    return rule.bytes * elements;
  }

  /** Returns the same step without sums, or null if this is one or there is none. */
  TimedStep plain() {
    return switch (this) {
      case SGD_MOMENTUM_WITH_SUMS -> SGD_MOMENTUM;
      case ADAM_WITH_SUMS -> ADAM;
      default -> null;
    };
  }

  @Override
  public Runnable prepare(Work work) {
    long n = work.elements();
    Segments segments = Segments.single(n);
    FlatArray w = work.numbers(ElementType.FLOAT32, n);
    FlatArray g = work.numbers(ElementType.FLOAT32, n);
    FlatArray first = work.zeros(ElementType.FLOAT32, n);
    Sums sums = hasSums ? work.kernels().newSums(segments) : null;
    FlatArray second = rule == Rule.SGD ? null : work.zeros(ElementType.FLOAT32, n);
    StepArrays arrays = new StepArrays(w, g, first, second, segments, StepArrays.Output.PARAMETERS);
    return switch (rule) {
      case SGD -> () -> work.kernels().sgdStep(arrays, SGD_HYPER, Gate.OPEN, sums);
      case ADAM -> () -> work.kernels().adamStep(arrays, ADAM_HYPER, Gate.OPEN, sums);
      case LAMB -> () -> work.kernels().lambStep(arrays, LAMB_HYPER, Gate.OPEN, sums);
    };
  }
}
