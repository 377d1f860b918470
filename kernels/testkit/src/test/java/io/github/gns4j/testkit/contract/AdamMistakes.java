package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.contract.AdamDefects.Call;
import io.github.gns4j.testkit.contract.AdamDefects.Step;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The mistakes of {@link AdamDefects}, each made of right steps on wrong arguments. */
final class AdamMistakes {
  private AdamMistakes() {}

  static AdamHyper with(AdamHyper h, double correction1, double correction2, double eps) {
    return new AdamHyper(
        h.learningRate(), h.beta1(), h.beta2(), eps, h.decay(), correction1, correction2);
  }

  static AdamHyper decayed(AdamHyper h, WeightDecay decay) {
    return new AdamHyper(
        h.learningRate(),
        h.beta1(),
        h.beta2(),
        h.epsilon(),
        decay,
        h.correction1(),
        h.correction2());
  }

  static AdamHyper decayWithoutRate(AdamHyper h) {
    boolean decoupled = h.decay().kind() == WeightDecay.Kind.DECOUPLED;
    double rate = decoupled ? h.decay().rate() / h.learningRate() : h.decay().rate();
    return decayed(h, new WeightDecay(rate, h.decay().kind()));
  }

  static Gate addsToNorm(Gate g) {
    if (g.sums() == null || Double.isInfinite(g.maxNorm()) || g.clipping() == 1) {
      return g;
    }
    double norm = Math.sqrt(g.sums().total(g.norm()));
    return new Gate(g.sums(), g.norm(), g.maxNorm() * norm / (norm + 1e-6), g.scale());
  }

  static void laneOff(Step right, Call c) {
    right.take(onOther(c, Copies.shifted(c.arrays().gradient())));
  }

  /** Reads another gradient; an update must go where it belongs. */
  private static Call onOther(Call c, HostArray gradient) {
    return c.arrays().output() == Output.PARAMETERS ? c.withGradient(gradient) : c;
  }

  static void dropsTail(Step right, Call c) {
    HostArray w = (HostArray) c.arrays().parameters();
    double last = w.length() == 0 ? 0 : w.get(w.length() - 1);
    right.take(c);
    if (w.length() > 0) {
      w.set(w.length() - 1, last);
    }
  }

  static void dropsTailOfSums(Step right, Call c) {
    StepArrays a = c.arrays();
    StepArrays copies =
        new StepArrays(
            Copies.withoutTail(a.parameters()),
            Copies.withoutTail(a.gradient()),
            Copies.withoutTail(a.first()),
            Copies.withoutTail(a.second()),
            a.segments(),
            a.output());
    right.take(new Call(a, c.hyper(), c.gate(), null));
    right.take(c.with(copies));
  }

  static void writesBeyond(Step right, Call c) {
    right.take(c);
    FlatArray w = c.arrays().parameters();
    int size = w.type().bytes();
    MemorySegment beyond = MemorySegment.ofAddress(w.address() + w.byteSize()).reinterpret(size);
    beyond.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
  }

  static void epsilonInside(Step right, Call c) {
    StepArrays a = c.arrays();
    right.take(c);
    if (a.output() == Output.UPDATE || !c.gate().applies()) {
      return;
    }
    HostArray w = (HostArray) a.parameters();
    for (long i = 0; i < a.segments().get(0).length(); i++) {
      double v = ((HostArray) a.second()).get(i) / c.hyper().correction2();
      double m = ((HostArray) a.first()).get(i) / c.hyper().correction1();
      double epsilon = c.hyper().epsilon();
      double difference = 1 / Math.sqrt(v + epsilon) - 1 / (Math.sqrt(v) + epsilon);
      w.set(i, w.get(i) - c.hyper().learningRate() * m * difference);
    }
  }

  static void inPlace(Step right, Call c) {
    StepArrays a = c.arrays();
    boolean possible = a.parameters() != null;
    Output output = possible ? Output.PARAMETERS : a.output();
    right.take(
        c.with(
            new StepArrays(
                a.parameters(), a.gradient(), a.first(), a.second(), a.segments(), output)));
  }

  static void leavesUpdate(Step right, Call c) {
    HostArray gradient = Copies.copy(c.arrays().gradient());
    right.take(c);
    if (!c.gate().applies()) {
      Copies.overwrite(c.arrays().gradient(), gradient);
    }
  }

  static void scalesStatistics(Step right, Call c) {
    HostArray scaled = Copies.copy(c.arrays().gradient());
    for (var segment : c.arrays().segments().list()) {
      for (long i = segment.offset(); i < segment.offset() + segment.length(); i++) {
        scaled.set(i, scaled.get(i) * (segment.isGradient() ? 1 : c.gate().coefficient()));
      }
    }
    right.take(onOther(c, scaled));
  }

  static void countsStatistics(Step right, Call c) {
    StepArrays copies = allGradient(c.arrays());
    right.take(new Call(c.arrays(), c.hyper(), c.gate(), null));
    right.take(c.with(copies));
  }

  static void momentsOfStatistics(Step right, Call c) {
    StepArrays copies = allGradient(c.arrays());
    right.take(c);
    right.take(new Call(copies, c.hyper(), c.gate(), null));
    Copies.overwrite(c.arrays().first(), copies.first());
    Copies.overwrite(c.arrays().second(), copies.second());
  }

  /** Copies of the arrays whose segments all count as gradients. */
  private static StepArrays allGradient(StepArrays a) {
    List<Segment> segments =
        a.segments().list().stream()
            .map(s -> new Segment(s.name(), s.offset(), s.length(), Segment.Kind.GRADIENT))
            .toList();
    return new StepArrays(
        a.parameters() == null ? null : Copies.copy(a.parameters()),
        Copies.copy(a.gradient()),
        Copies.copy(a.first()),
        Copies.copy(a.second()),
        Segments.of(segments),
        a.output());
  }

  static void wrongHalf(Step right, Call c) {
    FlatArray gradient = c.arrays().gradient();
    boolean brain = gradient.type() == ElementType.BFLOAT16;
    right.take(brain ? c.withGradient(Copies.as(ElementType.FLOAT16, gradient)) : c);
  }

  static void flushes(Step right, Call c) {
    FlatArray gradient = c.arrays().gradient();
    double least = gradient.type() == ElementType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    right.take(onOther(c, Copies.mapped(gradient, x -> Math.abs(x) < least ? 0 : x)));
  }

  static void inFloat(Step right, Call c) {
    right.take(onOther(c, Copies.mapped(c.arrays().gradient(), x -> (float) x)));
  }

  static void noSums(Step right, Call c) {
    right.take(new Call(c.arrays(), c.hyper(), c.gate(), null));
  }
}
