package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** What tests of the end of training close: trainers with an average, and how they run. */
final class Closing {
  static final int STEPS = 12;

  private Closing() {}

  static MultiLayerNetwork net(DataType type) {
    return Networks.batchNorm(Networks.base(type, new NoOp()));
  }

  static NoiseAwareTrainerBuilder builder(Model net) {
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.auto().nanoClock(() -> 0))
        .maxMicroBatch(20)
        .seed(3);
  }

  static TrainingData data(DataType type) {
    return TrainingData.shuffled(Networks.clusters(type, 200, 9), 4);
  }

  /** Returns a listener that counts how often it is told of the end. */
  static StepListener counting(AtomicInteger closed) {
    return new StepListener() {
      @Override
      public void onStep(StepReport report) {}

      @Override
      public void onClose() {
        closed.incrementAndGet();
      }
    };
  }
}
