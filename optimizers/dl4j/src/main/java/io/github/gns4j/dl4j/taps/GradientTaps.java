package io.github.gns4j.dl4j.taps;

import io.github.gns4j.dl4j.NdArrays;
import io.github.gns4j.dl4j.NetworkLayout;
import io.github.gns4j.dl4j.SampleNorms;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exact norms of the gradients of single samples in a DL4J network, seen while it
 * backpropagates (Goodfellow 2015, arXiv 1510.01799; Rochette et al. 2019, arXiv 1912.06015):
 *
 * <pre>{@code
 * GradientTaps taps = GradientTaps.of(net);
 * taps.begin();
 * net.computeGradientAndScore();
 * taps.end();
 * double[] squaredNorms = taps.squaredNorms();
 * }</pre>
 *
 * Layers that are tapped: dense, output, RnnOutput, convolutions in one and two dimensions,
 * embeddings, element-wise multiplication. Others are left out, with the reason, in {@link
 * #coverage}; so is everything below a batch normalization, for there the loss of a sample depends
 * on the whole batch. Dropout, masks and weight noise count as the backward pass has them; L1, L2
 * and weight decay are no part of these gradients.
 *
 * <p>Between {@link #begin} and {@link #end} the configurations of the layers hold wrapped
 * activation and loss functions; outside the network is untouched, and can be saved and cloned.
 * Lasts as long as the network keeps its layers. Not thread-safe.
 */
public final class GradientTaps implements SampleNorms {
  private static final Logger LOG = LoggerFactory.getLogger(GradientTaps.class);

  private final Pass pass;
  private final List<LayerTap> taps;
  private final BitSet segments;
  private final TapCoverage coverage;

  private GradientTaps(Pass pass, TapFinder found) {
    this.pass = pass;
    this.taps = found.taps();
    this.segments = found.covered();
    this.coverage = found.coverage();
  }

  /**
   * Returns taps for an initialised network. What is left out is logged.
   *
   * @throws IllegalArgumentException if the model is neither a MultiLayerNetwork nor a
   *     ComputationGraph, is neither FLOAT nor DOUBLE, or none of its layers can be tapped
   */
  public static GradientTaps of(Model network) {
    NetworkLayout layout = NetworkLayout.of(Objects.requireNonNull(network, "network"));
    NdArrays.parameters("parameters", network.params());
    Pass pass = new Pass(network);
    TapFinder finder = new TapFinder(layout.segments(), pass);
    finder.find(Site.of(network));
    TapCoverage coverage = finder.coverage();
    if (coverage.layers().isEmpty()) {
      throw new IllegalArgumentException("network has no layer that can be tapped: " + coverage);
    }
    if (!coverage.isComplete()) {
      LOG.warn("{}", coverage);
    }
    return new GradientTaps(pass, finder);
  }

  /** Returns which layers show the gradients of single samples. */
  public TapCoverage coverage() {
    return coverage;
  }

  @Override
  public BitSet segments() {
    return (BitSet) segments.clone();
  }

  @Override
  public void begin() {
    taps.forEach(LayerTap::install);
    pass.begin();
  }

  @Override
  public void end() {
    taps.forEach(LayerTap::remove);
    pass.end();
  }

  @Override
  public int samples() {
    return pass.samples();
  }

  @Override
  public double sumOfSquares() {
    return pass.sum();
  }

  /**
   * Returns {@code |g_i|²} of the samples since {@link #begin}, in the order of the batch, over the
   * covered layers; empty if there was no backward pass.
   */
  public double[] squaredNorms() {
    return pass.toArray();
  }
}
