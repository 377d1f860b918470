package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frozen layers across save and load, and networks made of ones that our updaters trained. */
class SwapFrozenTest {
  private static List<Model> frozen(NoiseAwareUpdater updater, DataType type) {
    return List.of(
        new TransferLearning.Builder(Networks.batchNorm(Networks.plain(type)))
            .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(updater).build())
            .setFeatureExtractor(0)
            .build(),
        Graphs.frozen(Networks.base(type, updater)));
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void frozenLayersResumeBitEqual(NoiseAwareUpdater updater, DataType type) throws IOException {
    List<Model> wholes = frozen(updater, type);
    List<Model> halves = frozen(updater, type);
    for (int i = 0; i < wholes.size(); i++) {
      Model whole = wholes.get(i);
      Model half = halves.get(i);
      half.params().assign(whole.params());
      Attachment.attach(whole);
      Attachment.attach(half);
      assertThat(whole.params().dataType()).isEqualTo(type);
      double[] start = Training.parameters(whole);
      Training.fit(whole, 0, 9);
      Training.fit(half, 0, 4);
      Model resumed = Training.saveAndLoad(half);
      Attachment.attach(resumed);
      Training.fit(resumed, 4, 9);
      double[] end = Training.parameters(whole);
      assertThat(Training.parameters(resumed)).isEqualTo(end);
      assertThat(NetworkNoise.of(resumed).steps()).isEqualTo(9);
      for (var segment : NetworkLayout.of(whole).segments().list()) {
        boolean isFrozen = segment.name().startsWith("0_") || segment.name().startsWith("a_");
        int begin = (int) segment.offset();
        int stop = begin + (int) segment.length();
        assertThat(Arrays.equals(start, begin, stop, end, begin, stop))
            .as(segment.name())
            .isEqualTo(isFrozen);
      }
    }
  }

  /** Gradients pass through such a layer, and leave it as it is. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void layersFrozenWithBackpropagationStay(NoiseAwareUpdater updater) {
    MultiLayerNetwork net =
        Swaps.start(
            Networks.base(DataType.DOUBLE, updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).build())
                .layer(new FrozenLayerWithBackprop(new DenseLayer.Builder().nIn(6).nOut(4).build()))
                .layer(
                    new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    INDArray first = net.getLayer(0).params().dup();
    INDArray frozen = net.getLayer(1).params().dup();
    Training.fit(net, 0, 5);
    assertThat(net.getLayer(1).params()).isEqualTo(frozen);
    assertThat(net.getLayer(0).params()).isNotEqualTo(first);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);
  }

  /** A new head on a network of ours: updaters begin anew, with the configuration they had. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void newHeadsGoOnTrainedNetworks(NoiseAwareUpdater updater) {
    MultiLayerNetwork old = Networks.dense(DataType.FLOAT, updater);
    Attachment.attach(old);
    Training.fit(old, 0, 6);
    MultiLayerNetwork net =
        new TransferLearning.Builder(old).nOutReplace(0, 7, WeightInit.XAVIER).build();
    Attachment.attach(net);
    assertThat(NetworkNoise.of(net).steps()).isZero();
    double[] before = Training.parameters(net);
    Training.fit(net, 0, 3);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(3);
    assertThat(Training.parameters(net)).isNotEqualTo(before);
    assertThat(net.getLayer(1).getConfig().getUpdaterByParam("W")).isEqualTo(updater);
    Training.fit(old, 6, 7);
    assertThat(NetworkNoise.of(old).steps()).isEqualTo(7);
  }
}
