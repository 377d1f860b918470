package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.state.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** A training run in a process of its own, which goes on from its checkpoint if there is one. */
final class TrainingProcess {
  private static final int STEPS = 300;

  private TrainingProcess() {}

  /** Arguments: the checkpoint, and where the parameters go at the end. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    NoiseAwareTrainer trainer = trainer(file);
    if (Files.exists(file)) {
      trainer.restore(file);
    }
    String parameters = finish(trainer);
    AtomicFile.write(
        Path.of(arguments[1]), out -> out.write(parameters.getBytes(StandardCharsets.UTF_8)));
  }

  static NoiseAwareTrainer trainer(Path file) {
    return builder().checkpoint(file, Duration.ZERO).build();
  }

  static String uninterrupted() {
    return finish(builder().build());
  }

  private static NoiseAwareTrainerBuilder builder() {
    NeuralNetConfiguration.Builder base = Networks.base(DataType.FLOAT, new NoOp());
    return NoiseAwareTrainer.of(Networks.batchNorm(base.dropOut(0.8)))
        .optimizer(NoiseAware.adam().learningRate(1e-3).nanoClock(() -> 0))
        .batch(BatchRule.critical(1).between(8, 32).startingAt(12))
        .maxMicroBatch(5);
  }

  private static String finish(NoiseAwareTrainer trainer) {
    long left = STEPS - trainer.optimizer().steps();
    if (left > 0) {
      TrainingData data = TrainingData.shuffled(Networks.clusters(DataType.FLOAT, 50, 9), 4);
      trainer.fit(data, Budget.steps(left));
    }
    return Arrays.toString(trainer.network().params().toFloatVector());
  }
}
