package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.dl4j.taps.GradientTaps;
import io.github.gns4j.dl4j.taps.TapCoverage;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What has no per-sample gradients is named and left out; the model stays as it was. */
class TapCoverageTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @Test
  void batchNormAndAllBelowItAreLeftOut() {
    MultiLayerNetwork net = Networks.batchNorm(Networks.plain(TYPE));
    TapCoverage coverage = GradientTaps.of(net).coverage();
    assertThat(coverage.layers()).containsExactly("2");
    assertThat(coverage.leftOut()).extracting("layer").containsExactly("0", "1");
    assertThat(coverage.leftOut().get(0).reason())
        .isEqualTo("it feeds batch normalization mixes samples (1)");
    assertThat(coverage.leftOut().get(1).reason())
        .isEqualTo(
            "batch normalization mixes samples (1): the gradient of a single sample is not"
                + " defined");
    // 5·6 + 6 weights, 6 + 6 of batch norm, 6·3 + 3 of the output
    assertThat(coverage.share()).isEqualTo(21 / (36.0 + 12 + 21));
    assertThat(coverage.toString()).contains("left out: 0 with 52.2%");
  }

  @Test
  void branchBesideBatchNormIsKept() {
    ComputationGraph net = Networks.graph(Networks.plain(TYPE));
    TapCoverage coverage = GradientTaps.of(net).coverage();
    assertThat(coverage.layers()).containsExactlyInAnyOrder("a", "out");
    assertThat(coverage.leftOut()).extracting("layer").containsExactlyInAnyOrder("b", "norm");
  }

  @Test
  void recurrentLayersAreNamed() {
    TapCoverage coverage = GradientTaps.of(Networks.recurrent(Networks.plain(TYPE))).coverage();
    assertThat(coverage.leftOut())
        .singleElement()
        .extracting("reason")
        .isEqualTo("LSTM has no tap");
  }

  @Test
  void configurationIsUntouchedOutsideOfAPass() {
    MultiLayerNetwork net = Networks.dense(Networks.plain(TYPE));
    String before = net.getLayerWiseConfigurations().toJson();
    NetworkAdapter network = NetworkAdapter.of(net);
    GradientTaps taps = GradientTaps.of(net);
    MultiDataSet data = Networks.clusters(TYPE, 5, 1).toMultiDataSet();
    taps.begin();
    taps.begin();
    network.gradient(data);
    taps.end();
    double[] norms = taps.squaredNorms();
    assertThat(net.getLayerWiseConfigurations().toJson()).isEqualTo(before);
    network.gradient(Networks.clusters(TYPE, 5, 2).toMultiDataSet());
    assertThat(taps.squaredNorms()).containsExactly(norms);
    assertThat(TapChecks.norms(network, taps, data)).containsExactly(norms);
  }

  @Test
  void gradientIsTheSameWithTaps() {
    MultiLayerNetwork net = Networks.dense(Networks.plain(TYPE));
    NetworkAdapter network = NetworkAdapter.of(net);
    MultiDataSet data = Networks.clusters(TYPE, 5, 1).toMultiDataSet();
    network.gradient(data);
    double[] plain = network.gradients().dup().data().asDouble();
    TapChecks.norms(network, GradientTaps.of(net), data);
    assertThat(network.gradients().dup().data().asDouble()).containsExactly(plain);
  }

  @Test
  void networksWithoutAnyTapAreRefused() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.plain(TYPE)
                .list()
                .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(3).build())
                .layer(new BatchNormalization.Builder().nOut(3).build())
                .layer(new LossLayer.Builder().build())
                .build());
    net.init();
    assertThatThrownBy(() -> GradientTaps.of(net))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no layer that can be tapped")
        .hasMessageContaining("batch normalization");
  }
}
