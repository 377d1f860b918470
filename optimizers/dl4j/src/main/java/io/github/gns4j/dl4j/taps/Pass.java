package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import org.deeplearning4j.nn.api.Model;

/** What the taps of a network gather in one backward pass: a squared norm for each sample. */
final class Pass {
  private final Model model;
  private final Kernels kernels = Kernels.select(Placement.HOST);
  private HostArray norms = HostArray.allocate(ElementType.FLOAT64, 0);
  private boolean open;
  private int samples;

  Pass(Model model) {
    this.model = model;
  }

  Kernels kernels() {
    return kernels;
  }

  void begin() {
    open = true;
    samples = 0;
  }

  void end() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Samples of the pass, 0 before the first layer. */
  int samples() {
    return samples;
  }

  /** Returns the norms of the samples, to be added to; zeros for the first layer of a pass. */
  HostArray norms() {
    if (samples == 0) {
      samples = model.batchSize();
      if (norms.length() < samples) {
        norms = HostArray.allocate(ElementType.FLOAT64, samples);
      }
      norms.segment().fill((byte) 0);
    }
    return norms.slice(0, samples);
  }

  double[] toArray() {
    return norms.slice(0, samples).toDoubles();
  }

  double sum() {
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += norms.get(i);
    }
    return sum;
  }
}
