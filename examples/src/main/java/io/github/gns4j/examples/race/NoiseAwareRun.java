package io.github.gns4j.examples.race;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A noise-aware optimizer, which chooses batch size and learning rate as it goes.
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
    MultiLayerNetwork network = kind.network(train, new NoOp(), seed);
    network.initGradientsView();
    return network;
  }

  @Override
  public void train(
      MultiLayerNetwork network, Digits train, Referee referee, RunListener listener) {
    ShuffledDigits digits = new ShuffledDigits(train, seed);
    try (NoiseAwareOptimizer steps = optimizer(network, train.size())) {
      while (!referee.isOver()) {
        BatchPlan plan = steps.nextBatch();
        double loss = 0;
        for (MicroBatch micro : plan) {
          DataSet data = digits.next(micro.samples());
          steps.dataReady();
          loss += gradient(network, data) * micro.samples();
          steps.accumulate(
              NetworkArrays.view(network.getFlattenedGradients()), micro, 1.0 / micro.samples());
        }
        steps.loss(loss / plan.samples());
        StepReport report = steps.step();
        referee.onStep(plan.samples());
        listener.onStep(report);
        steps.skipPause();
      }
    }
  }

  private NoiseAwareOptimizer optimizer(MultiLayerNetwork network, int trainSize) {
    int largest = Math.min(LARGEST_BATCH, trainSize);
    int start = Math.min(batch, largest);
    BatchPolicy policy =
        BatchRule.timeOptimal()
            .between(Math.min(SMALLEST_BATCH, start), Math.max(start, largest))
            .startingAt(start);
    return optimizer
        .builder(rate)
        .batch(adviseOnly ? policy.advising() : policy)
        .maxMicroBatch(largest)
        .forParameters(NetworkArrays.view(network.params()), NetworkArrays.segments(network));
  }

  /** Runs forward and backward passes; the gradient is summed over the examples. */
  private static double gradient(MultiLayerNetwork network, DataSet data) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    return network.score();
  }
}
