package io.github.gns4j.step;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;

/**
 * Adam, and with decoupled weight decay AdamW (Kingma &amp; Ba 2015; Loshchilov &amp; Hutter 2019).
 */
public final class AdamRule extends AdaptiveRule {
  private final AdamSettings settings;

  /** Allocates the moments. */
  public AdamRule(AdamSettings settings, Kernels kernels, FlatArray parameters, Segments segments) {
    super(settings, kernels, parameters, segments);
    this.settings = settings;
  }

  @Override
  public String name() {
    return "Adam";
  }

  @Override
  void run(Kernels kernels, StepArrays arrays, Step step) {
    kernels.adamStep(
        arrays, settings.at(step.learningRate(), step.number()), step.gate(), step.sums());
  }
}
