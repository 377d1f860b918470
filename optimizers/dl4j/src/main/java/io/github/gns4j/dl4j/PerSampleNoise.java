package io.github.gns4j.dl4j;

import io.github.gns4j.statistics.GradientMoments;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shows the noise-aware updaters of a network, under plain {@code fit}, the gradients of single
 * samples, so that one batch tells its noise:
 *
 * <pre>{@code
 * net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
 * }</pre>
 *
 * It enters the Euclidean estimate ({@link NetworkNoise#euclidean}), which {@link NoiseAwareSgd}
 * decides by; {@link NoiseAwareAdam} decides in its own metric, which norms of samples do not show.
 * Where layers have updaters of different settings, each group is shown the noise of the whole
 * network. Gradients are those of the loss: before L1, L2 and gradient normalisation. The updaters
 * are told the true size of every batch; with accumulation the last one speaks for the step. One
 * instance serves one network. Not thread-safe.
 */
public final class PerSampleNoise extends BaseTrainingListener {
  private final SampleNorms norms;
  private CoveredLength covered;
  private NetworkNoise noise;
  private boolean stepsWithMeans;

  /** Listens for the network that {@code norms} watches. */
  public PerSampleNoise(SampleNorms norms) {
    this.norms = Objects.requireNonNull(norms, "norms");
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    norms.begin();
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    norms.begin();
  }

  @Override
  public void onBackwardPass(Model model) {
    norms.end();
    int samples = norms.samples();
    if (samples == 0) {
      return;
    }
    if (noise == null) {
      lookAt(model);
    }
    double squares = norms.sumOfSquares();
    if (!stepsWithMeans || !noise.nextStepped(samples, squares)) {
      double meanSquared = covered.squared(gradients(model)) / samples / samples;
      noise.next(
          new GradientMoments(
              samples, samples, squares, meanSquared, squares - samples * meanSquared));
    }
  }

  private void lookAt(Model model) {
    requireMeans(model);
    NetworkLayout layout = NetworkLayout.of(model);
    covered = new CoveredLength(layout, norms.segments());
    stepsWithMeans = MeanGradients.reachUpdaters(layout, norms.segments());
    noise = NetworkNoise.of(model);
  }

  private static INDArray gradients(Model model) {
    return switch (model) {
      case MultiLayerNetwork net -> net.getFlattenedGradients();
      case ComputationGraph net -> net.getFlattenedGradients();
      default -> throw NetworkLayout.unsupported(model);
    };
  }

  private static void requireMeans(Model model) {
    if (!model.conf().isMiniBatch()) {
      throw new IllegalArgumentException(
          "the network has miniBatch(false), allowed: true, gradients are means over examples");
    }
  }
}
