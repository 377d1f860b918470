package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Each setting by itself: it makes a difference, and it is kept by whatever copies updaters. */
class SwapSettingsTest {
  private static final ExponentialSchedule SCHEDULE =
      new ExponentialSchedule(ScheduleType.EPOCH, 1e-2, 0.9);

  static Stream<List<NoiseAwareUpdater>> variants() {
    return Stream.of(
        List.of(
            new NoiseAwareAdam(),
            NoiseAwareAdam.builder().learningRate(0.5).build(),
            NoiseAwareAdam.builder().learningRate(SCHEDULE).build(),
            NoiseAwareAdam.builder().batchSize(5).build(),
            NoiseAwareAdam.builder().scaling(RateScaling.LINEAR).build(),
            NoiseAwareAdam.builder().accumulate(3).build(),
            NoiseAwareAdam.builder().beta1(0.5).build(),
            NoiseAwareAdam.builder().beta2(0.5).build(),
            NoiseAwareAdam.builder().epsilon(0.5).build()),
        List.of(
            new NoiseAwareSgd(),
            NoiseAwareSgd.builder().learningRate(0.5).build(),
            NoiseAwareSgd.builder().learningRate(SCHEDULE).build(),
            NoiseAwareSgd.builder().batchSize(5).build(),
            NoiseAwareSgd.builder().scaling(RateScaling.FIXED).build(),
            NoiseAwareSgd.builder().accumulate(3).build(),
            NoiseAwareSgd.builder().momentum(0.5).build(),
            NoiseAwareSgd.builder().dampening(0.5).build(),
            NoiseAwareSgd.builder().nesterov().build()),
        List.of(
            new NoiseAwareLamb(),
            NoiseAwareLamb.builder().learningRate(0.5).build(),
            NoiseAwareLamb.builder().learningRate(SCHEDULE).build(),
            NoiseAwareLamb.builder().batchSize(5).build(),
            NoiseAwareLamb.builder().scaling(RateScaling.FIXED).build(),
            NoiseAwareLamb.builder().accumulate(3).build(),
            NoiseAwareLamb.builder().beta1(0.5).build(),
            NoiseAwareLamb.builder().beta2(0.5).build(),
            NoiseAwareLamb.builder().epsilon(0.5).build(),
            NoiseAwareLamb.builder().weightDecay(0.5).build(),
            NoiseAwareLamb.builder().trustRatio(0.5, Double.POSITIVE_INFINITY).build(),
            NoiseAwareLamb.builder().trustRatio(0, 2).build()));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void eachSettingCountsAndIsKept(List<NoiseAwareUpdater> variants)
      throws IOException, ClassNotFoundException {
    assertThat(variants).doesNotHaveDuplicates();
    for (NoiseAwareUpdater updater : variants) {
      assertThat(updater.clone()).isEqualTo(updater).isNotSameAs(updater);
      assertThat(SwapSerializationTest.roundTrip(updater)).isEqualTo(updater);
      MultiLayerConfiguration layers =
          Networks.dense(DataType.FLOAT, updater).getLayerWiseConfigurations();
      assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
      assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
      ComputationGraphConfiguration graph =
          Networks.plainGraph(Networks.base(DataType.FLOAT, updater)).getConfiguration();
      assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
      assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
      TrainingConfig sameDiff = SameDiffs.graph(DataType.FLOAT, updater).getTrainingConfig();
      assertThat(TrainingConfig.fromJson(sameDiff.toJson()).getUpdater()).isEqualTo(updater);
    }
  }
}
