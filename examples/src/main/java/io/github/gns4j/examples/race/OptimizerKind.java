package io.github.gns4j.examples.race;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import java.util.Locale;

/** The noise-aware optimizers that can be run, with the rate that suits these networks. */
public enum OptimizerKind {
  /** Adam, from DL4J's usual rate. */
  ADAM(1e-3) {
    @Override
    NoiseAwareBuilder<?> builder(double rate) {
      return NoiseAware.adam().learningRate(rate);
    }
  },

  /** SGD with momentum 0.9. */
  SGD(0.02) {
    @Override
    NoiseAwareBuilder<?> builder(double rate) {
      return NoiseAware.sgd().learningRate(rate).momentum(0.9);
    }
  },

  /** LAMB: Adam's direction, scaled to the weights of each layer. */
  LAMB(0.01) {
    @Override
    NoiseAwareBuilder<?> builder(double rate) {
      return NoiseAware.lamb().learningRate(rate);
    }
  };

  private final double usualRate;

  OptimizerKind(double usualRate) {
    this.usualRate = usualRate;
  }

  /** Returns the rate to start from unless one is given. */
  double usualRate() {
    return usualRate;
  }

  /** Returns a builder with the base rate set. */
  abstract NoiseAwareBuilder<?> builder(double rate);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
