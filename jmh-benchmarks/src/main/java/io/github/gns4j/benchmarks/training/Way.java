package io.github.gns4j.benchmarks.training;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.NoiseAwareTrainerBuilder;
import io.github.gns4j.dl4j.PerSampleNoise;
import io.github.gns4j.dl4j.taps.GradientTaps;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** A way to train with Adam: from a network of its own and a batch to changed parameters. */
enum Way {
  /** DL4J's Adam under {@code fit}. */
  DL4J {
    @Override
    Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock) {
      MultiLayerNetwork net = kind.network(new Adam(RATE));
      clock.watch(net);
      return () -> net.fit(data);
    }
  },

  /** Ours under {@code fit}. */
  ONE_LINE {
    @Override
    Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock) {
      MultiLayerNetwork net = kind.network(updater(data));
      clock.watch(net);
      return () -> net.fit(data);
    }
  },

  /** Ours under {@code fit}, with norms of per-sample gradients. */
  ONE_LINE_TAPPED {
    @Override
    Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock) {
      MultiLayerNetwork net = kind.network(updater(data));
      clock.watch(net);
      net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
      return () -> net.fit(data);
    }
  },

  /** Our trainer. */
  TRAINER {
    @Override
    Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock) {
      NoiseAwareTrainer trainer = trainer(kind.network(new Adam()), data).build();
      SameBatch batch = new SameBatch(data);
      return () -> trainer.fit(batch, Budget.steps(1));
    }
  },

  /** Our trainer, with norms of per-sample gradients. */
  TRAINER_TAPPED {
    @Override
    Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock) {
      MultiLayerNetwork net = kind.network(new Adam());
      NoiseAwareTrainer trainer = trainer(net, data).sampleNorms(GradientTaps.of(net)).build();
      SameBatch batch = new SameBatch(data);
      return () -> trainer.fit(batch, Budget.steps(1));
    }
  };

  private static final double RATE = 1e-3;

  /**
   * Returns one step on this batch, to be taken again and again, with a new network.
   *
   * @param clock watches the network's updater, if the way has one
   */
  abstract Runnable on(MeasuredNetwork kind, DataSet data, UpdaterClock clock);

  private static NoiseAwareAdam updater(DataSet data) {
    return NoiseAwareAdam.builder().learningRate(RATE).batchSize(data.numExamples()).build();
  }

  private static NoiseAwareTrainerBuilder trainer(MultiLayerNetwork net, DataSet data) {
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.adam().learningRate(RATE).batchSize(data.numExamples()));
  }
}
