package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Stopped anywhere, also between two micro-batches, and taken up in a new trainer: same bits. */
class TrainerResumeTest {
  private static final int STEPS = 10;
  private static final long SEED = 11;

  /** A network, its data and its optimizer, each made anew for each run. */
  record Case(
      String name,
      Supplier<Model> network,
      Supplier<TrainingData> data,
      Supplier<NoiseAwareBuilder<?>> optimizer) {
    NoiseAwareTrainerBuilder trainer(Model model) {
      return NoiseAwareTrainer.of(model)
          .optimizer(optimizer.get().nanoClock(() -> 0))
          .batch(BatchRule.critical(1).between(8, 32).startingAt(12))
          .maxMicroBatch(5);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return Networks.base(type, new NoOp()).dropOut(0.8);
  }

  static Stream<Case> cases() {
    DataSet points = Networks.clusters(DataType.FLOAT, 50, 9);
    DataSet sequences = Networks.sequences(DataType.DOUBLE, 50, 6, 9);
    MultiDataSet pairs = Networks.twoInputs(DataType.FLOAT, 50, 9);
    return Stream.of(
        new Case(
            "batch norm and dropout",
            () -> Networks.batchNorm(base(DataType.FLOAT)),
            () -> TrainingData.shuffled(points, 4),
            () -> NoiseAware.lamb().learningRate(0.01).weightDecay(0.01)),
        new Case(
            "graph with batch norm, dropout and two inputs",
            () -> Networks.graph(base(DataType.FLOAT)),
            () -> TrainingData.shuffled(pairs, 4),
            () -> NoiseAware.adam().learningRate(0.01).weightDecay(0.01)),
        new Case(
            "half precision, loss scale and clipping",
            () -> Networks.batchNorm(base(DataType.FLOAT16)),
            () -> TrainingData.shuffled(points, 4),
            () ->
                NoiseAware.adam()
                    .learningRate(0.01)
                    .clipping(Clipping.relative(1))
                    .lossScaling(LossScaling.dynamic().startingAt(0x1p12).growing(2, 2))),
        new Case(
            "probed step length",
            () -> Networks.dense(base(DataType.FLOAT)),
            () -> TrainingData.shuffled(points, 4),
            () -> NoiseAware.auto().lossScaling(LossScaling.fixed(256))),
        new Case(
            "masked sequences of an iterator",
            () -> Networks.recurrent(base(DataType.DOUBLE).l2(0.01)),
            () -> TrainingData.of(new ListDataSetIterator<>(sequences.asList(), 7)),
            () -> NoiseAware.sgd().learningRate(0.1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resumesBetweenAnyTwoMicroBatches(Case c) throws IOException {
    Model whole = c.network().get();
    List<StepReport> reports = new ArrayList<>();
    NoiseAwareTrainer uninterrupted = c.trainer(whole).seed(SEED).listeners(reports::add).build();
    uninterrupted.fit(c.data().get(), Budget.steps(STEPS));
    for (int portion = 1; portion <= 9; portion++) {
      byte[] saved = stoppedAt(portion, c);
      Model resumed = c.network().get();
      // the seed of dropout is among what was saved
      List<StepReport> rest = new ArrayList<>();
      NoiseAwareTrainer trainer = c.trainer(resumed).listeners(rest::add).build();
      trainer.restore(new ByteArrayInputStream(saved));
      trainer.fit(c.data().get(), Budget.steps(STEPS - trainer.optimizer().steps()));
      assertThat(resumed.params().toDoubleVector())
          .as("portion %d", portion)
          .isEqualTo(whole.params().toDoubleVector());
      assertThat(rest).isNotEmpty().isEqualTo(reports.subList(STEPS - rest.size(), STEPS));
      assertThat(Trainers.saved(trainer)).isEqualTo(Trainers.saved(uninterrupted));
    }
  }

  /** The trainer whose data failed goes on by itself as well: the portion is given again. */
  @ParameterizedTest
  @MethodSource("cases")
  void goesOnAfterDataThatFailedOnce(Case c) throws IOException {
    Model whole = c.network().get();
    c.trainer(whole).build().fit(c.data().get(), Budget.steps(STEPS));
    Model interrupted = c.network().get();
    NoiseAwareTrainer trainer = c.trainer(interrupted).build();
    FailingData data = new FailingData(c.data().get(), 5);
    assertThatIllegalStateException().isThrownBy(() -> trainer.fit(data, Budget.steps(STEPS)));
    trainer.fit(data, Budget.steps(STEPS - trainer.optimizer().steps()));
    assertThat(interrupted.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
  }

  private static byte[] stoppedAt(int portion, Case c) throws IOException {
    NoiseAwareTrainer trainer = c.trainer(c.network().get()).seed(SEED).build();
    FailingData data = new FailingData(c.data().get(), portion);
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(data, Budget.steps(STEPS)))
        .withMessageContaining("portion " + portion);
    return Trainers.saved(trainer);
  }

  /** An interval of 0 writes between micro-batches: a step is found half done in the file. */
  @Test
  void intervalWritesWithinSteps(@TempDir Path directory) throws IOException {
    Case c = cases().findFirst().orElseThrow();
    Path file = directory.resolve("run.gns4j");
    Model whole = c.network().get();
    c.trainer(whole).build().fit(c.data().get(), Budget.steps(STEPS));
    NoiseAwareTrainer trainer =
        c.trainer(c.network().get()).checkpoint(file, Duration.ZERO).build();
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(new FailingData(c.data().get(), 6), Budget.steps(STEPS)));
    assertThat(Files.readAllBytes(file)).isEqualTo(Trainers.saved(trainer));
    Model resumed = c.network().get();
    NoiseAwareTrainer second = c.trainer(resumed).build();
    second.restore(file);
    assertThat(second.optimizer().steps()).isEqualTo(1);
    second.fit(c.data().get(), Budget.steps(STEPS - 1));
    assertThat(resumed.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
  }
}
