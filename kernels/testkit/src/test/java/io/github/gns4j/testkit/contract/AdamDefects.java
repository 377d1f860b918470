package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.util.List;
import java.util.function.UnaryOperator;

/** Mistakes in a step, shown on Adam. */
final class AdamDefects {
  private static final String SIZES = "around lanes";
  private static final String IN_PLACE = "settings, gates: FLOAT PARAMETERS";
  private static final String UPDATES = "settings, gates: FLOAT UPDATE";

  private AdamDefects() {}

  static List<Defect> all() {
    return List.of(
        adam("does nothing", SIZES, (right, call) -> {}),
        adam("reads the gradient one lane off", SIZES, AdamMistakes::laneOff),
        adam("drops the last element", SIZES, AdamMistakes::dropsTail),
        adam(
            "drops the last element from the sums",
            "a chunk and one",
            AdamMistakes::dropsTailOfSums),
        adam("writes beyond the end", SIZES, AdamMistakes::writesBeyond),
        adam(
            "forgets the first bias correction",
            SIZES,
            hyper(h -> AdamMistakes.with(h, 1, h.correction2(), h.epsilon()))),
        adam(
            "forgets the second bias correction",
            SIZES,
            hyper(h -> AdamMistakes.with(h, h.correction1(), 1, h.epsilon()))),
        adam(
            "adds epsilon before the bias correction",
            IN_PLACE,
            hyper(
                h ->
                    AdamMistakes.with(
                        h,
                        h.correction1(),
                        h.correction2(),
                        h.epsilon() / Math.sqrt(h.correction2())))),
        adam("adds epsilon inside the root", IN_PLACE, AdamMistakes::epsilonInside),
        adam(
            "couples decoupled decay",
            IN_PLACE,
            hyper(
                h ->
                    AdamMistakes.decayed(
                        h, new WeightDecay(h.decay().rate(), WeightDecay.Kind.COUPLED)))),
        adam(
            "decouples coupled decay",
            IN_PLACE,
            hyper(
                h ->
                    AdamMistakes.decayed(
                        h, new WeightDecay(h.decay().rate(), WeightDecay.Kind.DECOUPLED)))),
        adam(
            "does not multiply decay by the rate", IN_PLACE, hyper(AdamMistakes::decayWithoutRate)),
        adam(
            "ignores the scale of the gate",
            IN_PLACE,
            gate(g -> new Gate(g.sums(), g.norm(), g.maxNorm(), 1))),
        adam(
            "ignores clipping",
            IN_PLACE,
            gate(g -> new Gate(g.sums(), g.norm(), Double.POSITIVE_INFINITY, g.scale()))),
        adam(
            "steps although the gate is closed",
            "NaN last",
            gate(g -> new Gate(null, g.norm(), g.maxNorm(), g.scale()))),
        adam(
            "adds 1e-6 to the norm, as others do",
            "settings, gates: DOUBLE PARAMETERS",
            gate(AdamMistakes::addsToNorm)),
        adam("steps in place although an update is wanted", UPDATES, AdamMistakes::inPlace),
        adam("leaves the update of a closed gate", "NaN last", AdamMistakes::leavesUpdate),
        adam("scales running statistics", IN_PLACE, AdamMistakes::scalesStatistics),
        adam("counts running statistics", IN_PLACE, AdamMistakes::countsStatistics),
        adam("moves moments of running statistics", IN_PLACE, AdamMistakes::momentsOfStatistics),
        adam("reads bfloat16 as binary16", "FLOAT_FROM_BFLOAT16", AdamMistakes::wrongHalf),
        adam("flushes subnormal numbers to 0", "subnormal", AdamMistakes::flushes),
        adam(
            "computes double in float",
            "settings, gates: DOUBLE PARAMETERS",
            AdamMistakes::inFloat),
        adam("forgets the sums", SIZES, AdamMistakes::noSums));
  }

  /** The arguments of a step. */
  record Call(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    Call with(StepArrays other) {
      return new Call(other, hyper, gate, sums);
    }

    Call withGradient(FlatArray gradient) {
      return with(
          new StepArrays(
              arrays.parameters(),
              gradient,
              arrays.first(),
              arrays.second(),
              arrays.segments(),
              arrays.output()));
    }
  }

  /** A right step. */
  interface Step {
    void take(Call call);
  }

  /** A wrong step, made of right ones. */
  interface Mistake {
    void take(Step right, Call call);
  }

  private static Defect adam(String mistake, String group, Mistake wrong) {
    return new Defect("Adam " + mistake, "AdamStepContract", group, () -> new WrongAdam(wrong));
  }

  private static final class WrongAdam extends OracleBackend {
    private final Mistake wrong;

    WrongAdam(Mistake wrong) {
      this.wrong = wrong;
    }

    @Override
    public void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
      Step right = c -> super.adamStep(c.arrays(), c.hyper(), c.gate(), c.sums());
      wrong.take(right, new Call(arrays, hyper, gate, sums));
    }
  }

  private static Mistake hyper(UnaryOperator<AdamHyper> change) {
    return (right, c) ->
        right.take(new Call(c.arrays(), change.apply(c.hyper()), c.gate(), c.sums()));
  }

  private static Mistake gate(UnaryOperator<Gate> change) {
    return (right, c) ->
        right.take(new Call(c.arrays(), c.hyper(), change.apply(c.gate()), c.sums()));
  }
}
