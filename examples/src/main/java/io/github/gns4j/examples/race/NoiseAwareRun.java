package io.github.gns4j.examples.race;

import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A noise-aware optimizer under the trainer, which chooses batch size and learning rate as it goes.
 *
 * @param kind of network
 * @param optimizer which
 * @param rate base learning rate, at the first batch
 * @param batch size of the first batch
 * @param adviseOnly whether batch sizes are only told, never followed
 * @param seed of the initial weights and of the order of the images
 */
record NoiseAwareRun(
    NetworkKind kind,
    OptimizerKind optimizer,
    double rate,
    int batch,
    boolean adviseOnly,
    long seed)
    implements Contestant {
  private static final int SMALLEST_BATCH = 16;
  private static final int LARGEST_BATCH = 4096;

  @Override
  public String name() {
    return "noise-aware " + optimizer;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "network", kind, "rate", rate, "batch", batch, "adviseOnly", adviseOnly, "seed", seed);
  }

  @Override
  public MultiLayerNetwork network(Digits train) {
    return kind.network(train, new NoOp(), seed);
  }

  /** One step a call of {@code fit}, which leaves what the referee does in between untimed. */
  @Override
  public void train(
      MultiLayerNetwork network, Digits train, Referee referee, RunListener listener) {
    TrainingData data = TrainingData.shuffled(Tensors.dataSet(train), seed);
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(network)
            .optimizer(optimizer.builder(rate))
            .batch(policy(train.size()))
            .listeners(
                report -> {
                  referee.onStep(report.batch().samples());
                  listener.onStep(report);
                })
            .build()) {
      while (!referee.isOver()) {
        trainer.fit(data, Budget.steps(1));
      }
    }
  }

  private BatchPolicy policy(int trainSize) {
    int largest = Math.min(LARGEST_BATCH, trainSize);
    int start = Math.min(batch, largest);
    BatchPolicy policy =
        BatchRule.timeOptimal()
            .between(Math.min(SMALLEST_BATCH, start), Math.max(start, largest))
            .startingAt(start);
    return adviseOnly ? policy.advising() : policy;
  }
}
