package io.github.gns4j.dl4j;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a training loop needs of a network, the same for both kinds. It leaves counters, listeners
 * and layer states as DL4J's own {@code fit} does. Not thread-safe.
 */
abstract sealed class NetworkAdapter permits MultiLayerAdapter, GraphAdapter {
  static NetworkAdapter of(Model model) {
    Objects.requireNonNull(model, "model");
    NetworkAdapter adapter =
        switch (model) {
          case MultiLayerNetwork net -> new MultiLayerAdapter(net);
          case ComputationGraph net -> new GraphAdapter(net);
          default -> throw NetworkLayout.unsupported(model);
        };
    adapter.initGradients();
    return adapter;
  }

  /** Returns whether a model is a network, and not a layer that is pretrained by itself. */
  static boolean isNetwork(Model model) {
    return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
  }

  abstract Model model();

  abstract void initGradients();

  /** Returns the flat gradient of the last {@link #gradient}: a sum over its examples. */
  abstract INDArray gradients();

  abstract Collection<TrainingListener> listeners();

  /** Whether DL4J would divide the gradient by the number of examples. */
  abstract boolean isMiniBatch();

  /** Whether sequences are cut into windows with a step each. */
  abstract boolean isTruncated();

  abstract void setScore(double score);

  abstract void setData(MultiDataSet part);

  abstract void clearMasks();

  abstract void clearStates();

  abstract void incrementEpoch();

  /** Tells how long the last samples took to come, for DL4J's performance listeners. */
  abstract void dataTook(long millis);

  abstract void setCounters(int iteration, int epoch);

  INDArray parameters() {
    return model().params();
  }

  int iteration() {
    return BaseOptimizer.getIterationCount(model());
  }

  int epoch() {
    return BaseOptimizer.getEpochCount(model());
  }

  /**
   * Runs forward and backward passes over {@code part}; listeners see both.
   *
   * @return mean loss over the examples, regularisation included
   */
  final double gradient(MultiDataSet part) {
    setData(part);
    try {
      model().computeGradientAndScore(null);
    } finally {
      clearMasks();
    }
    return model().score();
  }

  final void gradientCalculated() {
    outOfWorkspaces(listener -> listener.onGradientCalculation(model()));
  }

  /** Ends an iteration whose update is in the parameters, as DL4J's solver does. */
  final void iterationDone(double score) {
    setScore(score);
    int iteration = iteration();
    int epoch = epoch();
    outOfWorkspaces(listener -> listener.iterationDone(model(), iteration, epoch));
    BaseOptimizer.incrementIterationCount(model(), 1);
    BaseOptimizer.applyConstraints(model());
    clearStates();
  }

  final void epochStarted() {
    for (TrainingListener listener : listeners()) {
      listener.onEpochStart(model());
    }
  }

  final void epochEnded() {
    for (TrainingListener listener : listeners()) {
      listener.onEpochEnd(model());
    }
    incrementEpoch();
  }

  private void outOfWorkspaces(Consumer<TrainingListener> event) {
    if (listeners().isEmpty()) {
      return;
    }
    try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      listeners().forEach(event);
    }
  }
}
