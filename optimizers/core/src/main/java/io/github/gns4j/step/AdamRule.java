package io.github.gns4j.step;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;

/**
 * Adam, and with decoupled weight decay AdamW (Kingma &amp; Ba 2015; Loshchilov &amp; Hutter 2019).
 */
public final class AdamRule extends AdaptiveRule {
  /** Allocates the moments. */
  public AdamRule(AdamSettings settings, Kernels kernels, FlatArray parameters, Segments segments) {
    super(settings, kernels, parameters, segments);
  }

  @Override
  public String name() {
    return "Adam";
  }

  @Override
  void run(Kernels kernels, StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    kernels.adamStep(arrays, hyper, gate, sums);
  }
}
