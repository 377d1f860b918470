package io.github.gns4j.dl4j;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Shows a network to its noise-aware updaters:
 *
 * <pre>{@code
 * net.init();
 * Attachment.attach(net);
 * }</pre>
 *
 * An attached updater sees its parameters, how they divide into tensors (for {@link
 * NoiseAwareLamb}'s trust ratios), and the true size of every batch; it may {@linkplain
 * NoiseAwareUpdater.Builder#accumulate accumulate}, and all variables of a SameDiff graph share one
 * estimate of the noise. Attaching twice is attaching once. Nothing but a listener is added to the
 * network, and no state: {@code ModelSerializer} carries all there is.
 *
 * <p>DL4J makes new updaters in {@code clone()}, on load and in {@code setLearningRate}. As long as
 * the listener is there ({@code setLearningRate}, {@code ComputationGraph.clone()}) they are
 * attached before their first step; where it is lost (load, {@code MultiLayerNetwork.clone()},
 * {@code SameDiff.dup()}, {@code setListeners} followed by one of these), updaters that need to be
 * attached refuse the first step and say so. Updaters that do not need it go on unattached. Those
 * that DL4J makes for layers which are pretrained one by one are attached as well.
 */
public final class Attachment {
  private Attachment() {}

  /**
   * Attaches a MultiLayerNetwork or ComputationGraph.
   *
   * @throws IllegalArgumentException if it is of another kind, is not initialised, has no
   *     noise-aware updater, or would decay its weights twice (see {@link WeightDecayCheck}); then
   *     nothing has changed
   */
  public static void attach(Model network) {
    NetworkLayout layout = NetworkLayout.of(network);
    NetworkNoise.of(network);
    WeightDecayCheck.check(layout);
    NetworkBinding.bind(network, layout);
    Collection<TrainingListener> listeners = NetworkAdapter.of(network).listeners();
    // Java serialization loses the list, and DL4J then cannot take listeners any more
    if (listeners != null && listeners.stream().noneMatch(Attachment::isOurs)) {
      network.addListeners(new AttachmentListener());
    }
  }

  private static boolean isOurs(TrainingListener listener) {
    return listener instanceof AttachmentListener;
  }

  /**
   * Attaches a SameDiff graph, before or after its first {@code fit}. Its updaters exist from the
   * first {@code fit} on; what is wrong with them is told then.
   *
   * @throws IllegalArgumentException if it has no training configuration, its updater is not
   *     noise-aware, or its weights would decay twice; then nothing has changed
   */
  public static void attach(SameDiff graph) {
    Objects.requireNonNull(graph, "graph");
    SameDiffBlocks.requireConfiguration(graph);
    for (Listener listener : graph.getListeners()) {
      if (listener instanceof SameDiffListener) {
        return;
      }
    }
    graph.addListeners(new SameDiffListener());
  }
}
