package io.github.gns4j.dl4j;

import java.lang.ref.WeakReference;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Attaches updaters that DL4J made anew, between the gradient and the step; also those that it
 * makes for layers that are pretrained one by one. May be shared by the clones of a network.
 */
final class AttachmentListener extends BaseTrainingListener {
  private WeakReference<Model> last = new WeakReference<>(null);
  private long rounds;

  @Override
  public void onBackwardPass(Model model) {
    if (!NetworkBinding.isBound(model)) {
      Attachment.attach(model);
    }
    requireState(model);
  }

  @Override
  public void onGradientCalculation(Model model) {
    if (!NetworkAdapter.isNetwork(model)) {
      NetworkBinding.bindPretrained(model);
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!NetworkAdapter.isNetwork(model)) {
      return;
    }
    last = new WeakReference<>(model);
    rounds = NetworkNoise.of(model).largest().current().round();
  }

  /** DL4J leaves the state zeroed where it fails to rearrange it for a new learning rate. */
  private void requireState(Model model) {
    long found = NetworkNoise.of(model).largest().current().round();
    long before = last.refersTo(model) ? rounds : 0;
    rounds = found;
    if (found == 0 && before > 0) {
      throw new IllegalStateException(
          "the updater state of the network was lost after "
              + before
              + " iterations; DL4J's setLearningRate does so where blocks of parameters change, as"
              + " for a single layer: use LearningRates.set, or train on to begin with an empty"
              + " state");
    }
  }
}
