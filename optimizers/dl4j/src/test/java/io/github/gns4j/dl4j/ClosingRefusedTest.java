package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** When a trainer cannot be closed, and what it refuses once it is. */
class ClosingRefusedTest {
  /** It would train on the average, or save it as what is trained on. */
  @Test
  void nothingGoesOnAfterwards() throws IOException {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    NoiseAwareTrainer trainer = Closing.builder(net).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    byte[] saved = Trainers.saved(trainer);
    trainer.close();
    double[] left = Training.parameters(net);
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(1)))
        .withMessageContaining("training after close(), allowed: before");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.saved(trainer))
        .withMessageContaining("save after close()");
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(saved)))
        .withMessageContaining("restore after close()");
    assertThat(Training.parameters(net)).isEqualTo(left);
  }

  /** From every place in a step that calls back: nothing changes, and training goes on. */
  @Test
  void isRefusedWhileFitRuns() {
    MultiLayerNetwork plain = Closing.net(DataType.FLOAT);
    Closing.builder(plain).build().fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
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
        Closing.builder(net)
            .listeners(Closing.counting(told))
            .listeners(report -> closing.run())
            .metricEvery(
                5,
                "refusals",
                model -> {
                  closing.run();
                  return refused.get();
                })
            .build();
    trainer[0].fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    assertThat(refused.get()).isGreaterThan(3 * Closing.STEPS);
    assertThat(told).hasValue(0);
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(plain));
    double[] average = Trainers.averaged(trainer[0]);
    trainer[0].close();
    assertThat(Training.parameters(net)).isEqualTo(average);
    assertThat(told).hasValue(1);
  }

  @Test
  void isRefusedWhileTheAverageIsLent() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    NoiseAwareTrainer trainer = Closing.builder(net).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
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
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(1));
  }

  @Test
  void trainingWithinTrainingIsRefused() {
    NoiseAwareTrainer[] trainer = new NoiseAwareTrainer[1];
    trainer[0] =
        Closing.builder(Closing.net(DataType.FLOAT))
            .listeners(report -> trainer[0].fit(Closing.data(DataType.FLOAT), Budget.steps(1)))
            .build();
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer[0].fit(Closing.data(DataType.FLOAT), Budget.steps(2)))
        .withMessageContaining("training while fit runs");
  }
}
