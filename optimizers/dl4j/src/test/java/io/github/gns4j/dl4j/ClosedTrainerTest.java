package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.WeightAverage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** What a trainer leaves in the network when it is closed. */
class ClosedTrainerTest {
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void networkIsTheOneThatWasMeasured(DataType type) {
    MultiLayerNetwork net = Closing.net(type);
    double[] average;
    try (NoiseAwareTrainer trainer = Closing.builder(net).build()) {
      trainer.fit(Closing.data(type), Budget.steps(Closing.STEPS));
      average = Trainers.averaged(trainer);
      assertThat(Training.parameters(net)).isNotEqualTo(average);
    }
    assertThat(Training.parameters(net)).isEqualTo(average);
  }

  @Test
  void alsoWithAnAverageOfOnesOwnChoice() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    NoiseAwareTrainer trainer = Closing.builder(net).average(WeightAverage.equal()).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    double[] average = Trainers.averaged(trainer);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(average);
    assertThat(Trainers.averaged(trainer)).isEqualTo(average);
  }

  @Test
  void withoutAverageTheLastParametersStay() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    NoiseAwareTrainer trainer = Closing.builder(net).withoutAverage().build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    double[] last = Training.parameters(net);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(last);
  }

  @Test
  void beforeTheFirstAppliedStepTheParametersStay() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    double[] start = Training.parameters(net);
    Closing.builder(net).build().close();
    assertThat(Training.parameters(net)).isEqualTo(start);
    DataSet broken = Networks.clusters(DataType.FLOAT, 200, 9);
    broken.getFeatures().assign(Double.NaN);
    MultiLayerNetwork skipping = Networks.dense(DataType.FLOAT, new NoOp());
    double[] before = Training.parameters(skipping);
    try (NoiseAwareTrainer trainer = Closing.builder(skipping).build()) {
      trainer.fit(TrainingData.inOrder(broken), Budget.steps(3));
      assertThat(trainer.optimizer().skipped()).isEqualTo(3);
    }
    assertThat(Training.parameters(skipping)).isEqualTo(before);
  }

  /** Also if data failed between two micro-batches of a step: what was gathered is left out. */
  @Test
  void averageIsLeftAfterAFailure() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    double[][] average = new double[1][];
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (NoiseAwareTrainer trainer = Closing.builder(net).build()) {
                try {
                  TrainingData failing = new FailingData(Closing.data(DataType.FLOAT), 12);
                  trainer.fit(failing, Budget.steps(Closing.STEPS));
                } finally {
                  average[0] = Trainers.averaged(trainer);
                }
              }
            })
        .withMessageContaining("portion 12");
    assertThat(Training.parameters(net)).isEqualTo(average[0]);
  }

  @Test
  void restoredAverageIsLeftToo() throws IOException {
    NoiseAwareTrainer first = Closing.builder(Closing.net(DataType.FLOAT16)).build();
    first.fit(Closing.data(DataType.FLOAT16), Budget.steps(Closing.STEPS));
    byte[] saved = Trainers.saved(first);
    MultiLayerNetwork net = Closing.net(DataType.FLOAT16);
    NoiseAwareTrainer second = Closing.builder(net).build();
    second.fit(Closing.data(DataType.FLOAT16), Budget.steps(2));
    second.restore(new ByteArrayInputStream(saved));
    second.close();
    assertThat(Training.parameters(net)).isEqualTo(Trainers.averaged(first));
  }

  /** The best model was scored with the average of its epoch, the last one is left. */
  @Test
  void earlyStoppingEndsWithTheAverage() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    DataSet heldOut = Networks.clusters(DataType.FLOAT, 50, 10);
    EarlyStoppingResult<MultiLayerNetwork> result;
    double[] last;
    try (NoiseAwareTrainer trainer = Closing.builder(net).build()) {
      result =
          new NoiseAwareEarlyStopping<>(
                  new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                      .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                      .scoreCalculator(
                          new DataSetLossCalculator(
                              new ListDataSetIterator<>(heldOut.asList(), 50), true))
                      .modelSaver(new InMemoryModelSaver<>())
                      .build(),
                  net,
                  trainer,
                  Closing.data(DataType.FLOAT))
              .fit();
      last = Trainers.averaged(trainer);
    }
    assertThat(Training.parameters(net)).isEqualTo(last);
    assertThat(result.getBestModelEpoch()).isEqualTo(2);
    assertThat(Training.parameters(result.getBestModel())).isEqualTo(last);
    assertThat(result.getBestModelScore()).isEqualTo(net.score(heldOut));
  }
}
