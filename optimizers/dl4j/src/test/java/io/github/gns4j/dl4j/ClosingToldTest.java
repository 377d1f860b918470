package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Listeners are told of the end once and last, whatever went wrong before. */
class ClosingToldTest {
  @Test
  void secondCloseDoesNothing() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    AtomicInteger told = new AtomicInteger();
    NoiseAwareTrainer trainer = Closing.builder(net).listeners(Closing.counting(told)).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    trainer.close();
    double[] left = Training.parameters(net);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(left);
    assertThat(told).hasValue(1);
  }

  /** A listener that fails does not keep the average from the network. */
  @Test
  void listenersAreToldLast() {
    MultiLayerNetwork net = Closing.net(DataType.FLOAT);
    StepListener failing =
        new StepListener() {
          @Override
          public void onStep(StepReport report) {}

          @Override
          public void onClose() {
            throw new IllegalStateException("disk full");
          }
        };
    NoiseAwareTrainer trainer = Closing.builder(net).listeners(failing).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
    double[] average = Trainers.averaged(trainer);
    assertThatIllegalStateException().isThrownBy(trainer::close).withMessage("disk full");
    assertThat(Training.parameters(net)).isEqualTo(average);
    trainer.close();
    assertThat(Training.parameters(net)).isEqualTo(average);
  }

  /** The average would go to an array that nobody looks at. */
  @Test
  void movedParametersAreNoticedAndListenersToldAllTheSame() {
    MovingNetwork net = new MovingNetwork(Closing.net(DataType.FLOAT));
    AtomicInteger told = new AtomicInteger();
    NoiseAwareTrainer trainer = Closing.builder(net).listeners(Closing.counting(told)).build();
    trainer.fit(Closing.data(DataType.FLOAT), Budget.steps(Closing.STEPS));
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
}
