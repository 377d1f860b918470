package io.github.gns4j.step;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;

/** LAMB: Adam's direction with a trust ratio per segment (You et al. 2020, arXiv 1904.00962). */
public final class LambRule extends AdaptiveRule {
  private final LambSettings settings;
  private LambHyper hyper;

  /** Allocates the moments. */
  public LambRule(LambSettings settings, Kernels kernels, FlatArray parameters, Segments segments) {
    super(settings.adam(), kernels, parameters, segments);
    this.settings = settings;
  }

  @Override
  public String name() {
    return "LAMB";
  }

  @Override
  void run(Kernels kernels, StepArrays arrays, AdamHyper adam, Gate gate, Sums sums) {
    if (hyper == null || !hyper.adam().equals(adam)) {
      hyper = settings.with(adam);
    }
    kernels.lambStep(arrays, hyper, gate, sums);
  }
}
