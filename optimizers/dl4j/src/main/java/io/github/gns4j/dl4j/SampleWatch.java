package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The norms of single samples in the steps of a trainer. A penalty adds the same {@code p} to the
 * gradient of each of {@code n} samples with sum {@code s}, hence {@code n|p|² + 2p·s = (|s + np|²
 * − |s|²)/n} to the sum of their squared norms.
 */
final class SampleWatch {
  /** Watches nothing. */
  static final SampleWatch NONE = new SampleWatch(null, null, false);

  private final SampleNorms norms;
  private final CoveredLength covered;
  private final boolean penalised;
  private double before;

  private SampleWatch(SampleNorms norms, CoveredLength covered, boolean penalised) {
    this.norms = norms;
    this.covered = covered;
    this.penalised = penalised;
  }

  static SampleWatch of(SampleNorms norms, NetworkLayout layout, Penalties penalties) {
    return norms == null
        ? NONE
        : new SampleWatch(norms, new CoveredLength(layout, norms.segments()), !penalties.isEmpty());
  }

  void expect(NoiseAwareOptimizer optimizer) {
    if (norms != null) {
      optimizer.expectSampleNorms(norms.segments());
    }
  }

  /** See {@link NetworkAdapter#gradient}. */
  double gradient(NetworkAdapter network, MultiDataSet part) {
    if (norms == null) {
      return network.gradient(part);
    }
    norms.begin();
    try {
      double loss = network.gradient(part);
      before = penalised ? covered.squared(network.gradients()) : 0;
      return loss;
    } finally {
      norms.end();
    }
  }

  /**
   * Tells the optimizer of the samples whose gradients, penalties included, are in the network.
   *
   * @param scale factor that turned the network's gradient into the mean gradient
   */
  void tell(NoiseAwareOptimizer optimizer, NetworkAdapter network, double scale) {
    if (norms == null || norms.samples() == 0) {
      return;
    }
    int samples = norms.samples();
    double added = penalised ? (covered.squared(network.gradients()) - before) / samples : 0;
    double unit = scale * samples;
    optimizer.sampleNorms(unit * unit * (norms.sumOfSquares() + added), samples);
  }
}
