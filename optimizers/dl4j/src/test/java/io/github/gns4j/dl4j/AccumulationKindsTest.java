package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** {@link AccumulationTest} for the other kinds of network. */
class AccumulationKindsTest {
  private static final int BATCH = 24;
  private static final int PART = 8;
  private static final int STEPS = 8;

  static Stream<NoiseAwareUpdater.Builder<?>> builders() {
    return Stream.of(
        NoiseAwareAdam.builder(), NoiseAwareSgd.builder().nesterov(), NoiseAwareLamb.builder());
  }

  private static NoiseAwareUpdater build(NoiseAwareUpdater.Builder<?> builder, int parts) {
    return switch (builder.learningRate(0.01).batchSize(BATCH).accumulate(parts)) {
      case NoiseAwareAdam.Builder adam -> adam.build();
      case NoiseAwareSgd.Builder sgd -> sgd.build();
      case NoiseAwareLamb.Builder lamb -> lamb.build();
      default -> throw new AssertionError("unknown builder");
    };
  }

  @ParameterizedTest
  @MethodSource("builders")
  void partsOfAGraphEqualTheWholeBatch(NoiseAwareUpdater.Builder<?> builder) {
    ComputationGraph whole = graph(build(builder, 1));
    ComputationGraph parts = graph(build(builder, 3));
    for (int i = 0; i < STEPS; i++) {
      MultiDataSet data = Graphs.maskedSequences(DataType.DOUBLE, BATCH, 5, i);
      whole.fit(data);
      for (int begin = 0; begin < BATCH; begin += PART) {
        parts.fit(Rows.range(data, begin, begin + PART));
      }
    }
    assertClose(Training.parameters(parts), Training.parameters(whole));
    assertThat(NetworkNoise.of(parts).steps()).isEqualTo(STEPS);
    assertThat(NetworkNoise.of(parts).samples()).isEqualTo(STEPS * BATCH);
  }

  private static ComputationGraph graph(NoiseAwareUpdater updater) {
    ComputationGraph net = Graphs.recurrent(Networks.base(DataType.DOUBLE, updater).l1(1e-3));
    Attachment.attach(net);
    return net;
  }

  @ParameterizedTest
  @MethodSource("builders")
  void partsOfSameDiffEqualTheWholeBatch(NoiseAwareUpdater.Builder<?> builder) {
    SameDiff whole = sameDiff(build(builder, 1));
    SameDiff parts = sameDiff(build(builder, 3));
    for (int i = 0; i < STEPS; i++) {
      DataSet data = Networks.clusters(DataType.DOUBLE, BATCH, i);
      whole.fit(data);
      data.batchBy(PART).forEach(parts::fit);
    }
    assertClose(SameDiffs.parameters(parts), SameDiffs.parameters(whole));
    assertThat(NetworkNoise.of(parts).steps()).isEqualTo(STEPS);
    assertThat(NetworkNoise.of(parts).samples()).isEqualTo(STEPS * BATCH);
  }

  private static SameDiff sameDiff(NoiseAwareUpdater updater) {
    SameDiff graph = SameDiffs.graph(DataType.DOUBLE, updater);
    Attachment.attach(graph);
    return graph;
  }

  private static void assertClose(double[] x, double[] y) {
    assertThat(x).hasSameSizeAs(y);
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isEqualTo(y[i], within(1e-12 * (1 + Math.abs(y[i]))));
    }
  }
}
