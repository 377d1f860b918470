package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
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

/** What a trainer leaves behind when it is closed, and what it refuses from then on. */
class ClosedTrainerTest {
  private static final int STEPS = 12;

  private static MultiLayerNetwork net(DataType type) {
    return Networks.batchNorm(Networks.base(type, new NoOp()));
  }

  private static NoiseAwareTrainerBuilder builder(Model net) {
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.auto().nanoClock(() -> 0))
        .maxMicroBatch(20)
        .seed(3);
  }

  private static TrainingData data(DataType type) {
    return TrainingData.shuffled(Networks.clusters(type, 200, 9), 4);
  }

  private static double[] averaged(NoiseAwareTrainer trainer) {
    return trainer.withAverage(Training::parameters);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void networkIsTheOneThatWasMeasured(DataType type) {
    MultiLayerNetwork net = net(type);
    double[] average;
    try (NoiseAwareTrainer trainer = builder(net).build()) {
      trainer.fit(data(type), Budget.steps(STEPS));
      average = averaged(trainer);
      assertThat(Training.parameters(net)).isNotEqualTo(average);
    }
    assertThat(Training.parameters(net)).isEqualTo(average);
  }

  @Test
  void alsoWithAnAverageOfOnesOwnChoice() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = builder(net).average(WeightAverage.equal()).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    double[] average = averaged(trainer);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(average);
    assertThat(averaged(trainer)).isEqualTo(average);
  }

  @Test
  void withoutAverageTheLastParametersStay() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = builder(net).withoutAverage().build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    double[] last = Training.parameters(net);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(last);
  }

  @Test
  void beforeTheFirstAppliedStepTheParametersStay() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    double[] start = Training.parameters(net);
    builder(net).build().close();
    assertThat(Training.parameters(net)).isEqualTo(start);
    DataSet broken = Networks.clusters(DataType.FLOAT, 200, 9);
    broken.getFeatures().assign(Double.NaN);
    MultiLayerNetwork skipping = Networks.dense(DataType.FLOAT, new NoOp());
    double[] before = Training.parameters(skipping);
    try (NoiseAwareTrainer trainer = builder(skipping).build()) {
      trainer.fit(TrainingData.inOrder(broken), Budget.steps(3));
      assertThat(trainer.optimizer().skipped()).isEqualTo(3);
    }
    assertThat(Training.parameters(skipping)).isEqualTo(before);
  }

  /** Also if data failed between two micro-batches of a step: what was gathered is left out. */
  @Test
  void averageIsLeftAfterAFailure() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    double[][] average = new double[1][];
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (NoiseAwareTrainer trainer = builder(net).build()) {
                try {
                  TrainingData failing = new FailingData(data(DataType.FLOAT), 12);
                  trainer.fit(failing, Budget.steps(STEPS));
                } finally {
                  average[0] = averaged(trainer);
                }
              }
            })
        .withMessageContaining("portion 12");
    assertThat(Training.parameters(net)).isEqualTo(average[0]);
  }

  @Test
  void restoredAverageIsLeftToo() throws IOException {
    NoiseAwareTrainer first = builder(net(DataType.FLOAT16)).build();
    first.fit(data(DataType.FLOAT16), Budget.steps(STEPS));
    byte[] saved = saved(first);
    MultiLayerNetwork net = net(DataType.FLOAT16);
    NoiseAwareTrainer second = builder(net).build();
    second.fit(data(DataType.FLOAT16), Budget.steps(2));
    second.restore(new ByteArrayInputStream(saved));
    second.close();
    assertThat(Training.parameters(net)).isEqualTo(averaged(first));
  }

  @Test
  void secondCloseDoesNothing() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    AtomicInteger told = new AtomicInteger();
    NoiseAwareTrainer trainer = builder(net).listeners(counting(told)).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    trainer.close();
    double[] left = Training.parameters(net);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(left);
    assertThat(told).hasValue(1);
  }

  private static StepListener counting(AtomicInteger closed) {
    return new StepListener() {
      @Override
      public void onStep(StepReport report) {}

      @Override
      public void onClose() {
        closed.incrementAndGet();
      }
    };
  }

  /** It would train on the average, or save it as what is trained on. */
  @Test
  void nothingGoesOnAfterwards() throws IOException {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = builder(net).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    byte[] saved = saved(trainer);
    trainer.close();
    double[] left = Training.parameters(net);
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(data(DataType.FLOAT), Budget.steps(1)))
        .withMessageContaining("training after close(), allowed: before");
    assertThatIllegalStateException()
        .isThrownBy(() -> saved(trainer))
        .withMessageContaining("save after close()");
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(saved)))
        .withMessageContaining("restore after close()");
    assertThat(Training.parameters(net)).isEqualTo(left);
  }

  /** From every place in a step that calls back: nothing changes, and training goes on. */
  @Test
  void isRefusedWhileFitRuns() {
    MultiLayerNetwork plain = net(DataType.FLOAT);
    builder(plain).build().fit(data(DataType.FLOAT), Budget.steps(STEPS));
    MultiLayerNetwork net = net(DataType.FLOAT);
    AtomicInteger told = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    NoiseAwareTrainer[] trainer = new NoiseAwareTrainer[1];
    Runnable closing =
        () -> {
          assertThatIllegalStateException()
              .isThrownBy(() -> trainer[0].close())
              .withMessageContaining("close while fit runs");
          refused.incrementAndGet();
        };
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onBackwardPass(Model model) {
            closing.run();
          }

          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            closing.run();
          }
        });
    trainer[0] =
        builder(net)
            .listeners(counting(told))
            .listeners(report -> closing.run())
            .metricEvery(
                5,
                "refusals",
                model -> {
                  closing.run();
                  return refused.get();
                })
            .build();
    trainer[0].fit(data(DataType.FLOAT), Budget.steps(STEPS));
    assertThat(refused.get()).isGreaterThan(3 * STEPS);
    assertThat(told).hasValue(0);
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(plain));
    double[] average = averaged(trainer[0]);
    trainer[0].close();
    assertThat(Training.parameters(net)).isEqualTo(average);
    assertThat(told).hasValue(1);
  }

  @Test
  void isRefusedWhileTheAverageIsLent() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    NoiseAwareTrainer trainer = builder(net).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    double[] last = Training.parameters(net);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                trainer.withAverage(
                    model -> {
                      trainer.close();
                      return model;
                    }))
        .withMessageContaining("close while the average stands");
    assertThat(Training.parameters(net)).isEqualTo(last);
    trainer.fit(data(DataType.FLOAT), Budget.steps(1));
  }

  @Test
  void trainingWithinTrainingIsRefused() {
    NoiseAwareTrainer[] trainer = new NoiseAwareTrainer[1];
    trainer[0] =
        builder(net(DataType.FLOAT))
            .listeners(report -> trainer[0].fit(data(DataType.FLOAT), Budget.steps(1)))
            .build();
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer[0].fit(data(DataType.FLOAT), Budget.steps(2)))
        .withMessageContaining("training while fit runs");
  }

  /** A listener that fails does not keep the average from the network. */
  @Test
  void listenersAreToldLast() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    StepListener failing =
        new StepListener() {
          @Override
          public void onStep(StepReport report) {}

          @Override
          public void onClose() {
            throw new IllegalStateException("disk full");
          }
        };
    NoiseAwareTrainer trainer = builder(net).listeners(failing).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    double[] average = averaged(trainer);
    assertThatIllegalStateException().isThrownBy(trainer::close).withMessage("disk full");
    assertThat(Training.parameters(net)).isEqualTo(average);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(average);
  }

  /** The average would go to an array that nobody looks at. */
  @Test
  void movedParametersAreNoticedAndListenersToldAllTheSame() {
    MovingNetwork net = new MovingNetwork(net(DataType.FLOAT));
    AtomicInteger told = new AtomicInteger();
    NoiseAwareTrainer trainer = builder(net).listeners(counting(told)).build();
    trainer.fit(data(DataType.FLOAT), Budget.steps(STEPS));
    net.move();
    double[] moved = Training.parameters(net);
    assertThatIllegalStateException()
        .isThrownBy(trainer::close)
        .withMessageContaining("were moved to another array");
    assertThat(told).hasValue(1);
    assertThat(Training.parameters(net)).isEqualTo(moved);
  }

  /** A network that can move its parameters. */
  @SuppressWarnings("overrides") // of DL4J's: an array for its interface's variable arguments
  private static final class MovingNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1;

    MovingNetwork(MultiLayerNetwork like) {
      super(like.getLayerWiseConfigurations());
      init();
    }

    void move() {
      flattenedParams = flattenedParams.dup();
    }
  }

  /** The best model was scored with the average of its epoch, the last one is left. */
  @Test
  void earlyStoppingEndsWithTheAverage() {
    MultiLayerNetwork net = net(DataType.FLOAT);
    DataSet heldOut = Networks.clusters(DataType.FLOAT, 50, 10);
    EarlyStoppingResult<MultiLayerNetwork> result;
    double[] last;
    try (NoiseAwareTrainer trainer = builder(net).build()) {
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
                  data(DataType.FLOAT))
              .fit();
      last = averaged(trainer);
    }
    assertThat(Training.parameters(net)).isEqualTo(last);
    assertThat(result.getBestModelEpoch()).isEqualTo(2);
    assertThat(Training.parameters(result.getBestModel())).isEqualTo(last);
    assertThat(result.getBestModelScore()).isEqualTo(net.score(heldOut));
  }

  private static byte[] saved(NoiseAwareTrainer trainer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trainer.save(bytes);
    return bytes.toByteArray();
  }
}
