package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.statistics.MomentumWeights;
import java.util.Optional;

/** The step of an updater over one block of parameters. Immutable. */
sealed interface UpdaterAlgorithm {
  /** Returns how many state arrays of the length of the gradient there are: 0, 1 or 2. */
  int moments();

  /** Returns whether the step moves in a metric of its own. */
  boolean isAdaptive();

  /** Returns whether the step reads the parameters, which DL4J does not show to an updater. */
  default boolean needsParameters() {
    return false;
  }

  /** Returns how the first moment takes in the gradient of applied step {@code step} (from 1). */
  Optional<MomentumWeights> weights(long step);

  /** Replaces the gradient by what is to be subtracted from the parameters. */
  void step(Kernels kernels, Arrays arrays, Pace pace, Gate gate, Sums sums);

  /**
   * The arrays of a step; {@code parameters}, {@code first} and {@code second} are null where there
   * are none.
   */
  record Arrays(
      FlatArray parameters,
      FlatArray gradient,
      FlatArray first,
      FlatArray second,
      Segments segments) {
    private StepArrays update() {
      return new StepArrays(
          parameters, gradient, first, second, segments, StepArrays.Output.UPDATE);
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
      kernels.adamStep(arrays.update(), hyper(pace, WeightDecay.NONE), gate, sums);
    }

    private AdamHyper hyper(Pace pace, WeightDecay decay) {
      return new AdamHyper(
          pace.learningRate(),
          beta1,
          beta2,
          epsilon,
          decay,
          AdamHyper.biasCorrection(beta1, pace.step()),
          AdamHyper.biasCorrection(beta2, pace.step()));
    }
  }

  /** See {@link NoiseAwareLamb}; {@code adam} decays nothing, {@code decay} is LAMB's own. */
  record Lamb(Adam adam, WeightDecay decay, double minRatio, double maxRatio)
      implements UpdaterAlgorithm {
    @Override
    public int moments() {
      return adam.moments();
    }

    @Override
    public boolean isAdaptive() {
      return adam.isAdaptive();
    }

    @Override
    public boolean needsParameters() {
      return true;
    }

    @Override
    public Optional<MomentumWeights> weights(long step) {
      return adam.weights(step);
    }

    @Override
    public void step(Kernels kernels, Arrays arrays, Pace pace, Gate gate, Sums sums) {
      kernels.lambStep(arrays.update(), hyper(pace), gate, sums);
    }

    /** Checks the ranges, too. */
    LambHyper hyper(Pace pace) {
      return new LambHyper(adam.hyper(pace, decay), minRatio, maxRatio, LambHyper.Scope.ALWAYS);
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
      // Fully dampened the buffer keeps the first gradient alone: that is no mean.
      if (momentum == 0 || dampening == 1) {
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
