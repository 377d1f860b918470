package io.github.gns4j.benchmarks.training;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The time that a network's steps spend in its updater. Where the rest of a step takes a hundred
 * times as long, and scatters, this tells updaters apart and whole steps do not.
 */
final class UpdaterClock {
  private long nanos;

  /** Begins to watch a network whose updater has its state. */
  void watch(MultiLayerNetwork network) {
    network.setUpdater(new Timed(network, network.getUpdater().getStateViewArray()));
  }

  /** Returns the nanoseconds since the last call, 0 if no network is watched. */
  long take() {
    long taken = nanos;
    nanos = 0;
    return taken;
  }

  private final class Timed extends MultiLayerUpdater {
    Timed(MultiLayerNetwork network, INDArray state) {
      super(network, state);
    }

    @Override
    public synchronized void update(
        Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
      long begin = System.nanoTime();
      super.update(gradient, iteration, epoch, batchSize, workspaces);
      nanos += System.nanoTime() - begin;
    }
  }
}
