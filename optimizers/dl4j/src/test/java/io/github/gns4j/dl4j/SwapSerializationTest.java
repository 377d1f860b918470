package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** JSON, YAML and Java serialization, as with built-in updaters. */
class SwapSerializationTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void configurationsSurviveJsonYamlAndJavaSerialization(NoiseAwareUpdater updater)
      throws IOException, ClassNotFoundException {
    MultiLayerConfiguration layers =
        Swaps.mixed(updater, DataType.FLOAT).getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    assertThat(roundTrip(layers)).isEqualTo(layers);
    assertThat(roundTrip(updater)).isEqualTo(updater).hasSameHashCodeAs(updater);
  }

  /**
   * Updater state included. Training goes on through ModelSerializer only: in 1.0.0-M2.1 a network
   * read so has no list of listeners, and its fit fails.
   */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void networksSurviveJavaSerialization(NoiseAwareUpdater updater)
      throws IOException, ClassNotFoundException {
    for (Model net :
        List.of(
            Networks.batchNorm(Networks.base(DataType.FLOAT, updater)),
            Networks.graph(Networks.base(DataType.FLOAT, updater)))) {
      Attachment.attach(net);
      Training.fit(net, 0, 4);
      Model read = roundTrip(net);
      Attachment.attach(read);
      assertThat(Training.parameters(read)).isEqualTo(Training.parameters(net));
      assertThat(Training.state(read)).isEqualTo(Training.state(net));
      assertThat(NetworkNoise.of(read).steps()).isEqualTo(4);
      Model again = Training.saveAndLoad(read);
      Attachment.attach(again);
      Training.fit(net, 4, 7);
      Training.fit(again, 4, 7);
      assertThat(Training.parameters(again)).isEqualTo(Training.parameters(net));
    }
  }

  @SuppressWarnings("unchecked")
  static <T> T roundTrip(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
