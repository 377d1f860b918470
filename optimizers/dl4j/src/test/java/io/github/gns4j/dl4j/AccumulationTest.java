package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchProposal;
import io.github.gns4j.policy.BatchRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Several batches of {@code fit} make one step. */
class AccumulationTest {
  private static final int[] RAGGED = {5, 8, 2, 9};

  static Stream<NoiseAwareUpdater.Builder<?>> builders() {
    return Stream.of(
        NoiseAwareAdam.builder(),
        NoiseAwareSgd.builder().nesterov(),
        NoiseAwareSgd.builder().momentum(0),
        NoiseAwareLamb.builder());
  }

  private static NoiseAwareUpdater build(NoiseAwareUpdater.Builder<?> builder) {
    return switch (builder.learningRate(0.01).batchSize(24).scaling(RateScaling.SQUARE_ROOT)) {
      case NoiseAwareAdam.Builder adam -> adam.build();
      case NoiseAwareSgd.Builder sgd -> sgd.build();
      case NoiseAwareLamb.Builder lamb -> lamb.build();
      default -> throw new AssertionError("unknown builder");
    };
  }

  private static MultiLayerNetwork attached(NoiseAwareUpdater updater, boolean recurrent) {
    MultiLayerNetwork net =
        recurrent
            ? Networks.recurrent(Networks.base(DataType.DOUBLE, updater).l1(1e-3))
            : Networks.dense(Networks.base(DataType.DOUBLE, updater).l1(1e-3));
    Attachment.attach(net);
    return net;
  }

  private static DataSet batch(boolean recurrent, long seed) {
    return recurrent
        ? Networks.sequences(DataType.DOUBLE, 24, 6, seed)
        : Networks.clusters(DataType.DOUBLE, 24, seed);
  }

  private static DataSet part(DataSet data, int begin, int size) {
    UnaryOperator<INDArray> rows =
        a -> a == null ? null : a.get(NDArrayIndex.interval(begin, begin + size)).dup();
    return new DataSet(
        rows.apply(data.getFeatures()),
        rows.apply(data.getLabels()),
        rows.apply(data.getFeaturesMaskArray()),
        rows.apply(data.getLabelsMaskArray()));
  }

  private static void fitInParts(MultiLayerNetwork net, DataSet data) {
    int begin = 0;
    for (int size : RAGGED) {
      net.fit(part(data, begin, size));
      begin += size;
    }
  }

  @ParameterizedTest
  @MethodSource("builders")
  void raggedPartsEqualTheWholeBatch(NoiseAwareUpdater.Builder<?> builder) {
    assertPartsEqualWhole(builder, false);
  }

  /** A masked time step counts in no part. */
  @ParameterizedTest
  @MethodSource("builders")
  void partsOfMaskedSequencesEqualTheWholeBatch(NoiseAwareUpdater.Builder<?> builder) {
    assertPartsEqualWhole(builder, true);
  }

  private static void assertPartsEqualWhole(
      NoiseAwareUpdater.Builder<?> builder, boolean recurrent) {
    MultiLayerNetwork whole = attached(build(builder), recurrent);
    MultiLayerNetwork parts = attached(build(builder.accumulate(RAGGED.length)), recurrent);
    for (int i = 0; i < 8; i++) {
      whole.fit(batch(recurrent, i));
      fitInParts(parts, batch(recurrent, i));
    }
    double[] x = Training.parameters(parts);
    double[] y = Training.parameters(whole);
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isEqualTo(y[i], within(1e-12 * (1 + Math.abs(y[i]))));
    }
    assertThat(NetworkNoise.of(parts).steps()).isEqualTo(8);
    assertThat(NetworkNoise.of(parts).samples()).isEqualTo(8 * 24);
  }

  @Test
  void nothingMovesBeforeTheLastPart() {
    MultiLayerNetwork net = attached(NoiseAwareAdam.builder().accumulate(3).build(), false);
    double[] before = Training.parameters(net);
    Training.fit(net, 0, 2);
    assertThat(Training.parameters(net)).isEqualTo(before);
    assertThat(NetworkNoise.of(net).steps()).isZero();
    Training.fit(net, 2, 3);
    assertThat(Training.parameters(net)).isNotEqualTo(before);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("builders")
  void resumeInTheMiddleOfAStepIsBitEqual(NoiseAwareUpdater.Builder<?> builder) throws IOException {
    NoiseAwareUpdater updater = build(builder.accumulate(4));
    MultiLayerNetwork whole = attached(updater, false);
    MultiLayerNetwork half = attached(updater, false);
    Training.fit(whole, 0, 20);
    Training.fit(half, 0, 10);
    Model resumed = Training.saveAndLoad(half);
    Attachment.attach(resumed);
    Training.fit(resumed, 10, 20);
    assertThat(Training.parameters(resumed)).isEqualTo(Training.parameters(whole));
    assertThat(Training.state(resumed).toDoubleVector())
        .isEqualTo(Training.state(whole).toDoubleVector());
  }

  @Test
  void oneBadPartSkipsTheStepAndNoOther() {
    MultiLayerNetwork net = attached(NoiseAwareAdam.builder().accumulate(2).build(), false);
    Training.fit(net, 0, 2);
    double[] before = Training.parameters(net);
    DataSet bad = Networks.clusters(DataType.DOUBLE, 8, 3);
    bad.getFeatures().putScalar(0, 0, Double.NaN);
    net.fit(bad);
    Training.fit(net, 4, 5);
    assertThat(Training.parameters(net)).isEqualTo(before);
    assertThat(NetworkNoise.of(net).skippedSteps()).isEqualTo(1);
    Training.fit(net, 5, 7);
    assertThat(Training.parameters(net)).isNotEqualTo(before).doesNotContain(Double.NaN);
  }

  @Test
  void accumulationWithoutAttachmentSaysSo() {
    MultiLayerNetwork net =
        Networks.dense(DataType.FLOAT, NoiseAwareSgd.builder().accumulate(2).build());
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.fit(net, 0, 1))
        .withMessageContaining("NoiseAwareSgd with accumulate(2) is not attached");
  }

  @Test
  void reportsComeOncePerStep() {
    List<Long> steps = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    MultiLayerNetwork net = attached(NoiseAwareAdam.builder().accumulate(2).build(), false);
    net.addListeners(
        new NoiseAwareListener(
            report -> {
              steps.add(report.step());
              batches.add(report.batch().samples());
            }));
    Training.fit(net, 0, 6);
    assertThat(steps).containsExactly(1L, 2L, 3L);
    assertThat(batches).containsOnly(2 * Training.BATCH);
  }

  /** The batch grows past the micro-batch: then it comes in parts. */
  @Test
  void iteratorGivesLargeBatchesInParts() {
    BatchRule doubling = input -> new BatchProposal.Target(2.0 * input.batch(), 2, "twice");
    BatchPolicy policy = BatchPolicy.of(doubling).between(4, 16).startingAt(4).dwell(1);
    NoiseAwareUpdater updater =
        NoiseAwareAdam.builder()
            .batchSize(4)
            .scaling(RateScaling.SQUARE_ROOT)
            .accumulate(2)
            .build();
    MultiLayerNetwork net = attached(updater, false);
    List<Integer> sizes = new ArrayList<>();
    net.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            sizes.add(model.batchSize());
          }
        });
    TrainingData data = TrainingData.shuffled(Networks.clusters(DataType.DOUBLE, 100, 1), 5);
    net.fit(NoiseAwareIterator.of(net, data, policy, 6), 2);
    assertThat(sizes).startsWith(4).contains(6).allMatch(size -> size <= 6);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(200);
    assertThat(NetworkNoise.of(net).steps()).isLessThan(sizes.size());
  }

  @Test
  void iteratorAndUpdatersAgreeOnAccumulation() {
    MultiLayerNetwork plain = attached(new NoiseAwareAdam(), false);
    TrainingData data = TrainingData.inOrder(Networks.clusters(DataType.DOUBLE, 10, 1));
    BatchPolicy policy = BatchPolicy.of(BatchRule.fixed());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareIterator.of(plain, data, policy, 4))
        .withMessageContaining("accumulate(1) and the iterator maxMicroBatch 4");
    MultiLayerNetwork parts = attached(NoiseAwareAdam.builder().accumulate(2).build(), false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareIterator.of(parts, data, policy))
        .withMessageContaining("accumulate(2) and the iterator no maxMicroBatch");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareAdam.builder().accumulate(0))
        .withMessageContaining("batches is 0");
  }
}
