package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

class UpdaterBadInputTest {
  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleRates(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareAdam.builder().learningRate(rate))
        .withMessageContaining("learningRate is " + rate);
    assertThatIllegalArgumentException().isThrownBy(() -> new NoiseAwareSgd(rate));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoiseAwareAdam().setLrAndSchedule(rate, null));
  }

  @Test
  void impossibleSettings() {
    NoiseAwareAdam.Builder adam = NoiseAwareAdam.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> adam.beta1(1));
    assertThatIllegalArgumentException().isThrownBy(() -> adam.beta2(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> adam.epsilon(0));
    assertThatIllegalArgumentException().isThrownBy(() -> adam.batchSize(0));
    assertThatThrownBy(() -> adam.scaling(null)).isInstanceOf(NullPointerException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareSgd.builder().momentum(0).nesterov().build())
        .withMessageContaining("Nesterov with momentum 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareSgd.builder().dampening(0.1).nesterov().build())
        .withMessageContaining("dampening 0.1");
  }

  /** JSON goes past the builder: what it brings is checked when the network is initialised. */
  @Test
  void impossibleSettingsFromJson() {
    String json =
        Networks.dense(DataType.FLOAT, new NoiseAwareAdam())
            .getLayerWiseConfigurations()
            .toJson()
            .replaceAll("\"beta1\" : 0.9", "\"beta1\" : 1.5");
    MultiLayerNetwork net = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    net.init();
    assertThatIllegalArgumentException()
        .isThrownBy(net::getUpdater)
        .withMessageContaining("beta1 is 1.5");
  }

  @Test
  void halfPrecisionNetworkIsNamed() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT16, new NoiseAwareAdam());
    assertThatIllegalArgumentException()
        .isThrownBy(net::getUpdater)
        .withMessageContaining("updater state has type HALF, allowed: FLOAT and DOUBLE");
  }

  @Test
  void stateOfAnotherUpdaterIsTold() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, new NoiseAwareAdam());
    INDArray state = net.getUpdater().getStateViewArray();
    state.assign(1e-3);
    assertThatIllegalStateException()
        .isThrownBy(() -> net.fit(Networks.clusters(DataType.FLOAT, 4, 1)))
        .withMessageContaining("updater state has");
    MultiLayerNetwork adam = Networks.dense(DataType.FLOAT, new Adam());
    adam.fit(Networks.clusters(DataType.FLOAT, 4, 1));
    INDArray foreign = adam.getUpdater().getStateViewArray();
    assertThatIllegalStateException()
        .isThrownBy(() -> net.getUpdater().setStateViewArray(null, foreign, false));
  }

  /** Every damaged byte of the scalars is noticed before anything moves. */
  @Test
  void damagedStateIsTold() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, new NoiseAwareAdam());
    net.fit(Networks.clusters(DataType.FLOAT, 4, 1));
    INDArray state = net.getUpdater().getStateViewArray();
    double[] before = net.params().toDoubleVector();
    state.putScalar(10, (state.getDouble(10) + 1) % 256);
    assertThatIllegalStateException()
        .isThrownBy(() -> net.fit(Networks.clusters(DataType.FLOAT, 4, 2)))
        .withMessageContaining("fails its checksum");
    assertThat(net.params().toDoubleVector()).isEqualTo(before);
  }

  @Test
  void gradientsThatDoNotFit() {
    NoiseAwareAdam config = new NoiseAwareAdam();
    INDArray state = Nd4j.create(DataType.FLOAT, config.stateSize(10));
    GradientUpdater<?> updater = config.instantiate(state, true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.applyUpdater(Nd4j.ones(DataType.FLOAT, 11), 0, 0))
        .withMessageContaining("gradient has 11 elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.applyUpdater(Nd4j.ones(DataType.DOUBLE, 10), 0, 0))
        .withMessageContaining("gradient is FLOAT64, allowed: FLOAT32");
    updater.applyUpdater(Nd4j.empty(DataType.FLOAT), 0, 0);
    assertThat(state.sumNumber().doubleValue()).isZero();
  }

  @Test
  void statesThatDoNotFit() {
    NoiseAwareAdam config = new NoiseAwareAdam();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.instantiate(Nd4j.create(DataType.FLOAT, 20), true))
        .withMessageContaining("updater state has 20 elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.instantiate(Map.of("M", Nd4j.create(DataType.FLOAT, 2)), false))
        .withMessageContaining("allowed: GNS4J_STATE");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                config.instantiate(
                    Nd4j.create(DataType.FLOAT, 2, config.stateSize(10)).getColumn(0), true));
  }
}
