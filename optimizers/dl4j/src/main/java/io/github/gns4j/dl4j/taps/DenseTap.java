package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.OuterProducts;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dense and output layers, at each position of a sequence too: {@code W_i = Σ_t a_it δ_itᵀ}. What a
 * loss computes is masked already.
 */
final class DenseTap extends LayerTap {
  private final SampleRows activations = new SampleRows();
  private final SampleRows deltas = new SampleRows();
  private final boolean isOutput;

  DenseTap(Site site, Pass pass, boolean isOutput) {
    super(site, pass);
    this.isOutput = isOutput;
  }

  @Override
  void add(INDArray input, INDArray delta, HostArray norms) {
    long samples = norms.length();
    if (delta.rank() != 2 || delta.size(0) % samples != 0 || input.size(0) != delta.size(0)) {
      throw unexpected("delta", delta);
    }
    INDArray mask = isOutput ? null : layer().getMaskArray();
    OuterProducts.Shape shape =
        new OuterProducts.Shape(samples, delta.size(0) / samples, input.size(1), delta.size(1));
    pass()
        .kernels()
        .outerNorms(
            new OuterProducts(
                activations.ofMatrix(input, samples, null),
                deltas.ofMatrix(delta, samples, mask),
                shape,
                bias(),
                norms,
                OuterProducts.Into.ADD),
            1);
  }
}
