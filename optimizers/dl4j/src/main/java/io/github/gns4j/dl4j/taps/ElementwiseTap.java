package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.HostArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code z = w∘a + b}: {@code g_i = (Σ_t a_it∘δ_it, Σ_t δ_it)}. */
final class ElementwiseTap extends LayerTap {
  private final SampleRows activations = new SampleRows();
  private final SampleRows deltas = new SampleRows();

  ElementwiseTap(Site site, Pass pass) {
    super(site, pass);
  }

  @Override
  void add(INDArray input, INDArray delta, HostArray norms) {
    long samples = norms.length();
    if (delta.rank() != 2 || delta.size(0) % samples != 0) {
      throw unexpected("delta", delta);
    }
    HostArray a = activations.ofMatrix(input, samples, null);
    HostArray d = deltas.ofMatrix(delta, samples, layer().getMaskArray());
    for (long i = 0; i < samples; i++) {
      norms.set(i, norms.get(i) + norm(a, d, i * (a.length() / samples), delta));
    }
  }

  private double norm(HostArray a, HostArray d, long start, INDArray delta) {
    long width = delta.size(1);
    long end = start + delta.size(0) / pass().samples() * width;
    double norm = 0;
    for (long k = 0; k < width; k++) {
      double weight = 0;
      double bias = 0;
      for (long at = start + k; at < end; at += width) {
        weight += a.get(at) * d.get(at);
        bias += d.get(at);
      }
      norm += weight * weight + bias * bias;
    }
    return norm;
  }
}
