package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.report.StepListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** The trainer keeps an average of the parameters and lends it to evaluations. */
class AveragedTrainerTest {
  private static final double DECAY = 0.8;
  private static final int STEPS = 12;

  private static MultiLayerNetwork net(DataType type) {
    return Networks.batchNorm(Networks.base(type, new NoOp()).dropOut(0.9));
  }

  private static NoiseAwareTrainerBuilder builder(Model net) {
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.adam().learningRate(0.02).batchSize(12).nanoClock(() -> 0))
        .maxMicroBatch(5);
  }

  private static NoiseAwareTrainerBuilder averaging(Model net) {
    return builder(net).average(WeightAverage.exponential(DECAY, 8));
  }

  /** Fifty points: batches of 12 and one of 2 to end an epoch. */
  private static TrainingData data(DataType type) {
    return TrainingData.shuffled(Networks.clusters(type, 50, 9), 4);
  }

  /** Against the weights written out, with a step that is skipped among them. */
  @Test
  void averageIsOfTheStepsThatWereApplied() {
    MultiLayerNetwork net = Networks.dense(Networks.base(DataType.DOUBLE, new NoOp()));
    DataSet points = Networks.clusters(DataType.DOUBLE, 50, 9);
    points.getFeatures().putScalar(13, 0, Double.NaN);
    double[] expected = new double[(int) net.numParams()];
    long[] total = {0};
    int[] skipped = {0};
    StepListener follow =
        report -> {
          if (report.gradient().isSkipped()) {
            skipped[0]++;
            return;
          }
          int samples = report.batch().samples();
          total[0] += samples;
          double weight = Math.max((double) samples / total[0], 1 - Math.pow(DECAY, samples / 8.0));
          double[] now = Training.parameters(net);
          for (int i = 0; i < now.length; i++) {
            expected[i] += weight * (now[i] - expected[i]);
          }
        };
    NoiseAwareTrainer trainer = averaging(net).listeners(follow).build();
    double[] start = Training.parameters(net);
    assertThat(Trainers.averaged(trainer)).isEqualTo(start);
    trainer.fit(TrainingData.inOrder(points), Budget.epochs(3));
    assertThat(skipped[0]).isEqualTo(3);
    double[] last = Training.parameters(net);
    double[] seen = Trainers.averaged(trainer);
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i]).isCloseTo(expected[i], within(1e-14 * (1 + Math.abs(expected[i]))));
    }
    assertThat(seen).isNotEqualTo(last);
    assertThat(Training.parameters(net)).isEqualTo(last);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "HALF"})
  void trainingGoesOnAsWithoutIt(DataType type) {
    MultiLayerNetwork plain = net(type);
    MultiLayerNetwork net = net(type);
    builder(plain).build().fit(data(type), Budget.steps(STEPS));
    NoiseAwareTrainer trainer = averaging(net).build();
    TrainingData data = data(type);
    for (int step = 0; step < STEPS; step++) {
      trainer.fit(data, Budget.steps(1));
      double[] average = Trainers.averaged(trainer);
      if (step > 0) {
        assertThat(average).isNotEqualTo(Training.parameters(net));
      }
    }
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(plain));
  }

  /** Stopped between steps and between two micro-batches of one. */
  @Test
  void resumesWithTheSameBits() throws IOException {
    DataType type = DataType.FLOAT16;
    MultiLayerNetwork whole = net(type);
    NoiseAwareTrainer uninterrupted = averaging(whole).build();
    uninterrupted.fit(data(type), Budget.steps(STEPS));
    double[] expected = Trainers.averaged(uninterrupted);
    for (int portion : new int[] {4, 8, 14}) {
      NoiseAwareTrainer first = averaging(net(type)).build();
      FailingData failing = new FailingData(data(type), portion);
      assertThatIllegalStateException().isThrownBy(() -> first.fit(failing, Budget.steps(STEPS)));
      byte[] saved = Trainers.saved(first);
      NoiseAwareTrainer second = averaging(net(type)).build();
      second.restore(new ByteArrayInputStream(saved));
      assertThat(Trainers.saved(second)).isEqualTo(saved);
      second.fit(data(type), Budget.steps(STEPS - second.optimizer().steps()));
      assertThat(Trainers.averaged(second)).isEqualTo(expected);
      assertThat(Trainers.saved(second)).isEqualTo(Trainers.saved(uninterrupted));
    }
  }

  @Test
  void damagedStateChangesNothing() throws IOException {
    NoiseAwareTrainer trainer = averaging(net(DataType.FLOAT)).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(3));
    byte[] before = Trainers.saved(trainer);
    trainer.fit(data(DataType.FLOAT), Budget.steps(3));
    byte[] untouched = Trainers.saved(trainer);
    // the last bytes are the optimizer's: the average before it has been read by then
    before[before.length - 40] ^= 1;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(before)));
    assertThat(Trainers.saved(trainer)).isEqualTo(untouched);
  }

  @Test
  void metricIsOfTheAverage() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    MetricLog metrics = new MetricLog();
    NoiseAwareTrainer trainer =
        averaging(net)
            .listeners(metrics)
            .metricEvery(4, "first weight", model -> model.params().getDouble(0))
            .build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(4));
    assertThat(metrics.values()).containsExactly(Trainers.averaged(trainer)[0]);
    assertThat(metrics.values().getFirst()).isNotEqualTo(Training.parameters(net)[0]);
  }

  /** The least first weight is best, whatever the loss: what was scored is what was saved. */
  @Test
  void earlyStoppingScoresAndSavesTheAverage() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = averaging(net).build();
    var result =
        new NoiseAwareEarlyStopping<>(
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                    .epochTerminationConditions(new MaxEpochsTerminationCondition(1))
                    .scoreCalculator(new FirstWeight())
                    .modelSaver(new InMemoryModelSaver<>())
                    .build(),
                net,
                trainer,
                data(DataType.FLOAT))
            .fit();
    assertThat(Training.parameters(result.getBestModel())).isEqualTo(Trainers.averaged(trainer));
    assertThat(result.getBestModelScore()).isEqualTo(Trainers.averaged(trainer)[0]);
    assertThat(Training.parameters(net)).isNotEqualTo(Trainers.averaged(trainer));
  }

  /** Scores a network by one number of it. */
  private static final class FirstWeight implements ScoreCalculator<MultiLayerNetwork> {
    private static final long serialVersionUID = 1;

    @Override
    public double calculateScore(MultiLayerNetwork network) {
      return network.params().getDouble(0);
    }

    @Override
    public boolean minimizeScore() {
      return true;
    }
  }

  @Test
  void nothingElseHappensWhileItIsLent() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = averaging(net).build();
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onBackwardPass(Model model) {
            assertThatIllegalStateException()
                .isThrownBy(() -> trainer.withAverage(m -> m))
                .withMessageContaining("allowed: between micro-batches");
          }
        });
    trainer.fit(data(DataType.FLOAT), Budget.steps(3));
    double[] before = Training.parameters(net);
    assertThatIllegalStateException()
        .isThrownBy(
            () -> trainer.withAverage(m -> trainer.fit(data(DataType.FLOAT), Budget.steps(1))))
        .withMessageContaining("training while the average stands in the place");
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.withAverage(m -> trainer.withAverage(n -> n)));
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.withAverage(m -> Trainers.saved(trainer)))
        .withMessageContaining("save while the average stands");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                trainer.withAverage(
                    m -> {
                      throw new IOException("disk full");
                    }));
    assertThat(Training.parameters(net)).isEqualTo(before);
    assertThat(trainer.optimizer().steps()).isEqualTo(3);
  }
}
