package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.statistics.MomentumWeights;
import java.util.Optional;

/** The step of an updater over one block of parameters that it never sees. Immutable. */
sealed interface UpdaterAlgorithm {
  /** Returns how many state arrays of the length of the gradient there are: 0, 1 or 2. */
  int moments();

  /** Returns whether the step moves in a metric of its own. */
  boolean isAdaptive();

  /** Returns how the first moment takes in the gradient of applied step {@code step} (from 1). */
  Optional<MomentumWeights> weights(long step);

  /** Replaces the gradient by what is to be subtracted from the parameters. */
  void step(Kernels kernels, Arrays arrays, Pace pace, Gate gate, Sums sums);

  /** The arrays of a step; {@code first} and {@code second} are null where there are none. */
  record Arrays(FlatArray gradient, FlatArray first, FlatArray second, Segments segments) {
    private StepArrays update() {
      return new StepArrays(null, gradient, first, second, segments, StepArrays.Output.UPDATE);
    }
  }

  /**
   * How far a step goes.
   *
   * @param learningRate base rate times gain
   * @param step number of the applied step, from 1
   */
  record Pace(double learningRate, long step) {}

  /** See {@link NoiseAwareAdam}. */
  record Adam(double beta1, double beta2, double epsilon) implements UpdaterAlgorithm {
    @Override
    public int moments() {
      return 2;
    }

    @Override
    public boolean isAdaptive() {
      return true;
    }

    @Override
    public Optional<MomentumWeights> weights(long step) {
      return Optional.of(MomentumWeights.adam(beta1));
    }

    @Override
    public void step(Kernels kernels, Arrays arrays, Pace pace, Gate gate, Sums sums) {
      AdamHyper hyper =
          new AdamHyper(
              pace.learningRate(),
              beta1,
              beta2,
              epsilon,
              WeightDecay.NONE,
              AdamHyper.biasCorrection(beta1, pace.step()),
              AdamHyper.biasCorrection(beta2, pace.step()));
      kernels.adamStep(arrays.update(), hyper, gate, sums);
    }
  }

  /** See {@link NoiseAwareSgd}. */
  record Sgd(double momentum, double dampening, SgdHyper.Form form) implements UpdaterAlgorithm {
    @Override
    public int moments() {
      return momentum == 0 ? 0 : 1;
    }

    @Override
    public boolean isAdaptive() {
      return false;
    }

    @Override
    public Optional<MomentumWeights> weights(long step) {
      if (momentum == 0) {
        return Optional.empty();
      }
      return Optional.of(
          step == 1 ? MomentumWeights.sgdStart() : MomentumWeights.sgd(momentum, dampening));
    }

    @Override
    public void step(Kernels kernels, Arrays arrays, Pace pace, Gate gate, Sums sums) {
      SgdHyper hyper =
          new SgdHyper(
              pace.learningRate(), momentum, dampening, form, WeightDecay.NONE, pace.step() == 1);
      kernels.sgdStep(arrays.update(), hyper, gate, sums);
    }
  }
}
