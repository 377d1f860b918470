package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.MetricReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Budgets, resume, listeners and bad input of the trainer. */
class TrainerRunsTest {
  private static final DataSet DATA = Networks.clusters(DataType.FLOAT, 50, 9);

  private static MultiLayerNetwork net() {
    NeuralNetConfiguration.Builder base = Networks.base(DataType.FLOAT, new NoOp());
    return Networks.batchNorm(base.dropOut(0.8));
  }

  private static NoiseAwareTrainerBuilder builder(MultiLayerNetwork net) {
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.lamb().learningRate(0.01).weightDecay(0.01).nanoClock(() -> 0))
        .batch(BatchRule.critical(1).between(8, 32).startingAt(12))
        .maxMicroBatch(5)
        .seed(3);
  }

  private static TrainingData data() {
    return TrainingData.shuffled(DATA, 4);
  }

  @Test
  void budgetsEndWhereTheySay() {
    MultiLayerNetwork net = net();
    NoiseAwareTrainer trainer = builder(net).build();
    TrainingSummary steps = trainer.fit(data(), Budget.steps(3));
    assertThat(steps.reason()).isEqualTo(TrainingSummary.Reason.STEPS);
    assertThat(steps.steps()).isEqualTo(3);
    assertThat(steps.samples()).isEqualTo(36);
    assertThat(steps.epochs()).isZero();
    TrainingSummary epochs = trainer.fit(data(), Budget.epochs(2).orSteps(1000));
    assertThat(epochs.reason()).isEqualTo(TrainingSummary.Reason.EPOCHS);
    assertThat(epochs.epochs()).isEqualTo(2);
    assertThat(net.getEpochCount()).isEqualTo(2);
    TrainingSummary seconds = trainer.fit(data(), Budget.seconds(1e-9));
    assertThat(seconds.reason()).isEqualTo(TrainingSummary.Reason.SECONDS);
    assertThat(seconds.steps()).isEqualTo(1);
  }

  @Test
  void metricEndsTrainingAndIsTold() {
    MetricLog metrics = new MetricLog();
    double[] value = {0};
    NoiseAwareTrainer trainer =
        builder(net()).listeners(metrics).metricEvery(2, "steps seen", m -> ++value[0]).build();
    TrainingSummary summary = trainer.fit(data(), Budget.epochs(9).untilMetric(2));
    assertThat(summary.reason()).isEqualTo(TrainingSummary.Reason.METRIC);
    assertThat(summary.metric()).hasValue(2);
    assertThat(metrics.told()).extracting(MetricReport::step).containsExactly(2L, 4L);
    assertThat(metrics.told().getFirst().name()).isEqualTo("steps seen");
  }

  @Test
  void stopAndInterruptFinishTheStep() {
    NoiseAwareTrainer[] trainer = new NoiseAwareTrainer[1];
    trainer[0] = builder(net()).listeners(report -> trainer[0].stop()).build();
    TrainingSummary summary = trainer[0].fit(data(), Budget.epochs(9));
    assertThat(summary.reason()).isEqualTo(TrainingSummary.Reason.STOPPED);
    assertThat(summary.steps()).isEqualTo(1);
    NoiseAwareTrainer other =
        builder(net()).listeners(report -> Thread.currentThread().interrupt()).build();
    assertThat(other.fit(data(), Budget.epochs(9)).reason())
        .isEqualTo(TrainingSummary.Reason.STOPPED);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Saved and restored in the middle of an epoch, with dropout: the same bits. */
  @Test
  void resumeIsBitEqual() throws IOException {
    MultiLayerNetwork whole = net();
    EventLog all = new EventLog();
    whole.setListeners(all);
    builder(whole).build().fit(data(), Budget.steps(20));
    for (int cut : new int[] {1, 4, 5, 11}) {
      MultiLayerNetwork half = net();
      NoiseAwareTrainer first = builder(half).build();
      first.fit(data(), Budget.steps(cut));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.save(bytes);
      MultiLayerNetwork resumed = net();
      NoiseAwareTrainer second = builder(resumed).build();
      second.restore(new ByteArrayInputStream(bytes.toByteArray()));
      EventLog rest = new EventLog();
      resumed.setListeners(rest);
      second.fit(data(), Budget.steps(20 - cut));
      assertThat(resumed.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
      assertThat(all.events()).endsWith(rest.events().toArray(String[]::new));
      assertThat(second.optimizer().steps()).isEqualTo(20);
    }
  }

  @Test
  void checkpointFileIsReplacedWhole(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("run.gns4j");
    MultiLayerNetwork net = net();
    builder(net).checkpoint(file, 4).build().fit(data(), Budget.steps(9));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    MultiLayerNetwork resumed = net();
    NoiseAwareTrainer trainer = builder(resumed).build();
    trainer.restore(file);
    assertThat(trainer.optimizer().steps()).isEqualTo(8);
    trainer.fit(data(), Budget.steps(1));
    assertThat(resumed.params().toDoubleVector()).isEqualTo(net.params().toDoubleVector());
  }

  /** Cut off at any place, or changed in any byte: an error, and nothing has changed. */
  @Test
  void unusableCheckpointsChangeNothing() throws IOException {
    NoiseAwareTrainer first = builder(net()).build();
    first.fit(data(), Budget.steps(2));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    first.save(out);
    byte[] bytes = out.toByteArray();
    MultiLayerNetwork net = net();
    NoiseAwareTrainer trainer = builder(net).build();
    double[] before = net.params().toDoubleVector();
    for (int i = 0; i < bytes.length; i += 37) {
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(cut)));
      byte[] changed = bytes.clone();
      changed[i] = (byte) (changed[i] ^ 0x10);
      assertThatExceptionOfType(IOException.class)
          .as("byte %d", i)
          .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(changed)));
      assertThat(net.params().toDoubleVector()).isEqualTo(before);
      assertThat(trainer.optimizer().steps()).isZero();
    }
  }

  @Test
  void checkpointOfOtherDataOrNetworkIsTold() throws IOException {
    NoiseAwareTrainer first = builder(net()).build();
    first.fit(data(), Budget.steps(2));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    first.save(out);
    NoiseAwareTrainer other =
        NoiseAwareTrainer.of(Networks.dense(DataType.FLOAT, new NoOp())).build();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> other.restore(new ByteArrayInputStream(out.toByteArray())))
        .withMessageContaining("training of");
    NoiseAwareTrainer second = builder(net()).build();
    second.restore(new ByteArrayInputStream(out.toByteArray()));
    TrainingData fewer = TrainingData.shuffled(Networks.clusters(DataType.FLOAT, 9, 1), 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> second.fit(fewer, Budget.steps(1)))
        .withMessageContaining("saved with 50 samples, these are 9");
    NoiseAwareTrainer third = builder(net()).build();
    third.restore(new ByteArrayInputStream(out.toByteArray()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> third.fit(TrainingData.shuffled(DATA, 5), Budget.steps(1)))
        .withMessageContaining("in the order Shuffle[seed=4], these are in Shuffle[seed=5]");
  }

  @Test
  void nanInTheDataSkipsTheStep() {
    DataSet bad = DATA.copy();
    bad.getFeatures().putScalar(3, 2, Float.NaN);
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, new NoOp());
    double[] before = net.params().toDoubleVector();
    NoiseAwareTrainer trainer = NoiseAwareTrainer.of(net).maxMicroBatch(10).build();
    TrainingSummary summary = trainer.fit(TrainingData.inOrder(bad), Budget.steps(1));
    assertThat(summary.skipped()).isEqualTo(1);
    assertThat(net.params().toDoubleVector()).isEqualTo(before);
    assertThat(net.getIterationCount()).isEqualTo(1);
    assertThat(trainer.fit(TrainingData.inOrder(DATA), Budget.steps(1)).skipped()).isZero();
    assertThat(net.params().toDoubleVector()).isNotEqualTo(before);
  }

  @Test
  void saveWhileAGradientIsComputedIsRefused() {
    MultiLayerNetwork net = net();
    NoiseAwareTrainer[] trainer = new NoiseAwareTrainer[1];
    net.setListeners(
        new org.deeplearning4j.optimize.api.BaseTrainingListener() {
          @Override
          public void onBackwardPass(org.deeplearning4j.nn.api.Model model) {
            assertThatIllegalStateException()
                .isThrownBy(() -> trainer[0].save(new ByteArrayOutputStream()))
                .withMessageContaining("allowed: between micro-batches");
          }
        });
    trainer[0] = builder(net).build();
    assertThat(trainer[0].fit(data(), Budget.steps(1)).steps()).isEqualTo(1);
  }

  @Test
  void networksThatCannotBeTrainedSoAreNamed() {
    assertRefused(base().weightDecay(0.1), "0_W has WeightDecay");
    assertRefused(
        base().gradientNormalization(GradientNormalization.ClipL2PerLayer),
        "gradient normalization ClipL2PerLayer");
    assertRefused(base().miniBatch(false), "miniBatch(false)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareTrainer.of(Graphs.truncated(base(), 4)).build())
        .withMessageContaining("truncated backpropagation")
        .withMessageContaining("NoiseAwareAdam works with both");
    assertThatIllegalArgumentException().isThrownBy(() -> Budget.epochs(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Budget.seconds(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareTrainer.of(net()).maxMicroBatch(0))
        .withMessageContaining("maxMicroBatch is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareTrainer.of(net()).checkpoint(Path.of("x"), 0));
  }

  /** The optimizer's decay and DL4J's L2 act on the same weights, in whatever form. */
  @Test
  void weightsThatWouldDecayTwiceAreNamed() {
    assertDecaysTwice(NoiseAware.lamb(), "beside weightDecay 0.01 of the trainer's optimizer");
    assertDecaysTwice(NoiseAware.adam().weightDecay(0.02), "beside weightDecay 0.02");
    assertDecaysTwice(NoiseAware.adam().l2(0.03), "beside weightDecay 0.03");
    assertDecaysTwice(NoiseAware.sgd().weightDecay(0.04), "beside weightDecay 0.04");
    NoiseAwareTrainer.of(Networks.dense(base().l1(1e-3))).optimizer(NoiseAware.lamb()).build();
    NoiseAwareTrainer.of(Networks.dense(base().l2(1e-3)))
        .optimizer(NoiseAware.lamb().weightDecay(0))
        .build();
    NoiseAwareTrainer.of(Networks.dense(base().l2(1e-3))).build();
  }

  private static void assertDecaysTwice(NoiseAwareBuilder<?> optimizer, String message) {
    MultiLayerNetwork net = Networks.dense(base().l2(1e-3));
    double[] before = net.params().toDoubleVector();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareTrainer.of(net).optimizer(optimizer).build())
        .withMessageContaining("0_W has L2Regularization " + message);
    assertThat(net.params().toDoubleVector()).isEqualTo(before);
  }

  private static NeuralNetConfiguration.Builder base() {
    return Networks.base(DataType.FLOAT, new NoOp());
  }

  private static void assertRefused(NeuralNetConfiguration.Builder base, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareTrainer.of(Networks.dense(base)).build())
        .withMessageContaining(message);
  }
}
