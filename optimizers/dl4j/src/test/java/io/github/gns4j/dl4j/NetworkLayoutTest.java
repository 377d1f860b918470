package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segment.Kind;
import io.github.gns4j.kernels.Segments;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class NetworkLayoutTest {
  @Test
  void namesFollowTheFlattening() {
    MultiLayerNetwork net = Networks.batchNorm(Networks.plain(DataType.FLOAT));
    Segments segments = NetworkLayout.of(net).segments();
    assertThat(segments.list().stream().map(Segment::name))
        .containsExactly("0_W", "0_b", "1_gamma", "1_beta", "1_mean", "1_log10stdev", "2_W", "2_b");
    assertThat(segments.length()).isEqualTo(net.numParams());
    assertThat(kinds(segments, Kind.STATISTICS)).containsExactly("1_mean", "1_log10stdev");
  }

  @Test
  void tensorsLieWhereDl4jsUpdaterSeesThem() {
    MultiLayerNetwork net = Networks.batchNorm(Networks.plain(DataType.FLOAT));
    assertMatches(NetworkLayout.of(net), net.getUpdater());
    ComputationGraph graph = Networks.graph(Networks.plain(DataType.FLOAT));
    assertMatches(NetworkLayout.of(graph), graph.getUpdater());
  }

  private static void assertMatches(NetworkLayout layout, Object updater) {
    int index = 0;
    for (UpdaterBlock block : ((BaseMultiLayerUpdater<?>) updater).getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
        NetworkLayout.Tensor tensor = layout.tensors().get(index++);
        assertThat(tensor.parameter()).isEqualTo(state.getParamName());
        assertThat(tensor.segment().offset()).isEqualTo(state.getParamOffsetStart());
        assertThat(tensor.segment().length())
            .isEqualTo(state.getParamOffsetEnd() - state.getParamOffsetStart());
      }
    }
    assertThat(layout.tensors()).hasSize(index);
  }

  @Test
  void graphUsesVertexNames() {
    Segments segments =
        NetworkLayout.of(Networks.graph(Networks.plain(DataType.DOUBLE))).segments();
    assertThat(segments.list().stream().map(Segment::name)).contains("a_W", "norm_gamma", "out_b");
    assertThat(kinds(segments, Kind.STATISTICS)).containsExactly("norm_mean", "norm_log10stdev");
  }

  @Test
  void frozenLayersAreLeftAlone() {
    MultiLayerNetwork net =
        new TransferLearning.Builder(Networks.batchNorm(Networks.plain(DataType.FLOAT)))
            .setFeatureExtractor(0)
            .build();
    assertThat(kinds(NetworkLayout.of(net).segments(), Kind.STATISTICS))
        .containsExactly("0_W", "0_b", "1_mean", "1_log10stdev");
    ComputationGraph graph =
        new TransferLearning.GraphBuilder(Networks.graph(Networks.plain(DataType.FLOAT)))
            .setFeatureExtractor("a")
            .build();
    assertThat(kinds(NetworkLayout.of(graph).segments(), Kind.STATISTICS))
        .contains("a_W", "a_b")
        .doesNotContain("b_W", "out_W");
  }

  @Test
  void pretrainingTensorsAreLeftAlone() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.plain(DataType.FLOAT)
                .list()
                .layer(new AutoEncoder.Builder().nIn(4).nOut(3).build())
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
    net.init();
    assertThat(kinds(NetworkLayout.of(net).segments(), Kind.STATISTICS)).containsExactly("0_vb");
  }

  @Test
  void badModelsAreNamed() {
    MultiLayerNetwork raw =
        new MultiLayerNetwork(
            Networks.dense(Networks.plain(DataType.FLOAT)).getLayerWiseConfigurations());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkLayout.of(raw))
        .withMessageContaining("call init() first");
    DenseLayer layer = (DenseLayer) Networks.dense(Networks.plain(DataType.FLOAT)).getLayer(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkLayout.of(layer))
        .withMessageContaining("DenseLayer")
        .withMessageContaining("allowed: MultiLayerNetwork and ComputationGraph");
  }

  private static List<String> kinds(Segments segments, Kind kind) {
    return segments.list().stream().filter(s -> s.kind() == kind).map(Segment::name).toList();
  }
}
