package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Learning rates that change while a network trains, as with built-in updaters. */
class SwapRatesTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void learningRatesChangeWithoutLosingState(NoiseAwareUpdater updater) {
    for (boolean dl4j : new boolean[] {true, false}) {
      MultiLayerNetwork net = Networks.batchNorm(Networks.base(DataType.FLOAT, updater.clone()));
      MultiLayerNetwork same = Networks.batchNorm(Networks.base(DataType.FLOAT, updater.clone()));
      Attachment.attach(net);
      Attachment.attach(same);
      Training.fit(net, 0, 4);
      Training.fit(same, 0, 4);
      double[] state = Training.state(net).toDoubleVector();
      if (dl4j) {
        net.setLearningRate(5e-3);
      } else {
        LearningRates.set(net, 5e-3);
      }
      assertThat(Training.state(net).toDoubleVector()).isEqualTo(state);
      Training.fit(net, 4, 5);
      assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);
      assertThat(NetworkNoise.of(net).learningRate()).isEqualTo(5e-3);
      net.setLearningRate(1e-2);
      Training.fit(same, 4, 5);
      assertThat(Training.parameters(net)).isNotEqualTo(Training.parameters(same));
    }
  }

  /**
   * A rate for all that makes layers alike merges their blocks, which DL4J cannot do with our
   * state: it throws, and the next step says what is lost and what to call instead.
   */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void blocksThatDl4jMergesAreTold(NoiseAwareUpdater updater) {
    NoiseAwareUpdater slow = (NoiseAwareUpdater) updater.clone();
    slow.setLrAndSchedule(1e-3, null);
    MultiLayerNetwork net =
        Swaps.start(
            Networks.base(DataType.FLOAT, updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).updater(slow).build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(6)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    Training.fit(net, 0, 4);
    assertThatIllegalStateException().isThrownBy(() -> net.setLearningRate(5e-3));
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.fit(net, 4, 5))
        .withMessageContaining("updater state of the network was lost after 4 iterations");
  }

  /** As {@link AttachmentTest#stateThatDl4jLostIsTold}. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void stateThatDl4jLostInAGraphIsTold(NoiseAwareUpdater updater) {
    ComputationGraph net = Networks.plainGraph(Networks.base(DataType.FLOAT, updater));
    Attachment.attach(net);
    Training.fit(net, 0, 4);
    assertThatThrownBy(() -> net.setLearningRate("a", 1e-3)).isInstanceOf(RuntimeException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.fit(net, 4, 5))
        .withMessageContaining("updater state of the network was lost after 4 iterations");
  }

  /** A state of blocks that a changed rate has merged is told at the first step, not used. */
  @Test
  void stateOfOtherBlocksIsTold() throws IOException {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(1e-2).build();
    NoiseAwareAdam bias = NoiseAwareAdam.builder().learningRate(1e-3).build();
    MultiLayerNetwork net = Networks.dense(Networks.base(DataType.FLOAT, adam).biasUpdater(bias));
    Training.fit(net, 0, 3);
    // past LearningRates, which would lay out the state anew
    for (int i = 0; i < 2; i++) {
      net.getLayer(i).getConfig().getUpdaterByParam("b").setLrAndSchedule(1e-2, null);
    }
    Model loaded = Training.saveAndLoad(net);
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.fit(loaded, 3, 4))
        .withMessageContaining("the updater state is that of 30 parameters, allowed: 57");
  }
}
