package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class NoiseAwareUpdaterTest {
  private static NoiseAwareAdam adam() {
    return NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).build();
  }

  private static NoiseAwareSgd sgd() {
    return NoiseAwareSgd.builder().learningRate(1e-2).batchSize(8).nesterov().build();
  }

  static Stream<NoiseAwareUpdater> updaters() {
    return Stream.of(adam(), sgd(), NoiseAwareSgd.builder().momentum(0).build());
  }

  /** Networks of several blocks: bias updaters with a rate of their own, and batch norm. */
  private static NeuralNetConfiguration.Builder blocks(DataType type, NoiseAwareUpdater updater) {
    IUpdater bias = updater.clone();
    bias.setLrAndSchedule(2e-2, null);
    return Networks.base(type, updater).biasUpdater(bias).l2(1e-3);
  }

  static Stream<Supplier<Model>> networks() {
    List<Supplier<Model>> all = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (NoiseAwareUpdater updater : List.of(adam(), sgd())) {
        all.add(() -> Networks.batchNorm(blocks(type, updater)));
        all.add(() -> Networks.graph(blocks(type, updater)));
      }
    }
    return all.stream();
  }

  private static void train(Model model, int from, int to) {
    DataType type = model.params().dataType();
    for (int i = from; i < to; i++) {
      if (model instanceof MultiLayerNetwork net) {
        net.fit(Networks.clusters(type, 8, i));
      } else {
        ((ComputationGraph) model).fit(Networks.twoInputs(type, 8, i));
      }
    }
  }

  private static Model saveAndLoad(Model model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, bytes, true);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    return model instanceof MultiLayerNetwork
        ? ModelSerializer.restoreMultiLayerNetwork(in, true)
        : ModelSerializer.restoreComputationGraph(in, true);
  }

  private static INDArray state(Model model) {
    return model instanceof MultiLayerNetwork net
        ? net.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void resumeFromModelSerializerIsBitEqual(Supplier<Model> network) throws IOException {
    Model whole = network.get();
    Model half = network.get();
    NetworkNoise.of(whole).nextBatch(16);
    train(whole, 0, 40);
    NetworkNoise.of(half).nextBatch(16);
    train(half, 0, 15);
    Model resumed = saveAndLoad(half);
    NetworkNoise.of(resumed).nextBatch(16);
    train(resumed, 15, 40);
    assertThat(resumed.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
    assertThat(state(resumed).toDoubleVector()).isEqualTo(state(whole).toDoubleVector());
    assertThat(NetworkNoise.of(resumed).estimate()).isEqualTo(NetworkNoise.of(whole).estimate());
    assertThat(NetworkNoise.of(whole).steps()).isEqualTo(40);
    assertThat(NetworkNoise.of(whole).samples()).isEqualTo(40 * 16);
  }

  /** Looking at the estimate in between changes nothing. */
  @ParameterizedTest
  @MethodSource("networks")
  void lookingChangesNothing(Supplier<Model> network) throws IOException {
    Model watched = network.get();
    Model alone = network.get();
    for (int i = 0; i < 12; i++) {
      train(watched, i, i + 1);
      assertThat(NetworkNoise.of(watched).estimate()).isNotNull();
      watched = i == 6 ? saveAndLoad(watched) : watched;
    }
    train(alone, 0, 12);
    assertThat(watched.params().toDoubleVector()).isEqualTo(alone.params().toDoubleVector());
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void configurationsSurviveJsonAndYaml(NoiseAwareUpdater updater) {
    MultiLayerConfiguration layers =
        Networks.batchNorm(Networks.base(DataType.FLOAT, updater)).getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    ComputationGraphConfiguration graph =
        Networks.graph(Networks.base(DataType.FLOAT, updater)).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
  }

  @Test
  void schedulesSurviveJson() {
    NoiseAwareAdam updater =
        NoiseAwareAdam.builder()
            .learningRate(new ExponentialSchedule(ScheduleType.ITERATION, 1e-2, 0.9))
            .beta1(0.8)
            .beta2(0.99)
            .epsilon(1e-6)
            .batchSize(4)
            .scaling(RateScaling.LINEAR)
            .build();
    MultiLayerConfiguration layers =
        Networks.dense(DataType.FLOAT, updater).getLayerWiseConfigurations();
    MultiLayerNetwork read =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(layers.toJson()));
    read.init();
    IUpdater found = read.getLayer(0).getConfig().getUpdaterByParam("W");
    assertThat(found).isEqualTo(updater).hasSameHashCodeAs(updater);
    assertThat(found.toString()).contains("0.99").contains("LINEAR");
    assertThat(found.getLearningRate(2, 0)).isEqualTo(1e-2 * 0.81, within(1e-15));
  }

  /** Momentum SGD in Nesterov's form is DL4J's Nesterovs while the rate is constant. */
  @Test
  void sgdStepsAsDl4jDoes() {
    assertSameSteps(NoiseAwareSgd.builder().learningRate(0.05).momentum(0).build(), new Sgd(0.05));
    assertSameSteps(
        NoiseAwareSgd.builder().learningRate(0.05).momentum(0.9).nesterov().build(),
        new Nesterovs(0.05, 0.9));
  }

  /** DL4J adds epsilon before bias correction: with epsilon negligible the two Adams agree. */
  @Test
  void adamStepsAsDl4jDoesWhereEpsilonIsNegligible() {
    assertSameSteps(
        NoiseAwareAdam.builder().learningRate(0.01).epsilon(1e-18).build(),
        new org.nd4j.linalg.learning.config.Adam(0.01, 0.9, 0.999, 1e-18));
  }

  private static void assertSameSteps(IUpdater ours, IUpdater theirs) {
    Model a = Networks.batchNorm(Networks.base(DataType.DOUBLE, ours).l2(1e-2).weightDecay(1e-3));
    Model b = Networks.batchNorm(Networks.base(DataType.DOUBLE, theirs).l2(1e-2).weightDecay(1e-3));
    train(a, 0, 30);
    train(b, 0, 30);
    double[] x = a.params().toDoubleVector();
    double[] y = b.params().toDoubleVector();
    for (int i = 0; i < x.length; i++) {
      // 30 steps of a few roundings each
      assertThat(x[i]).isEqualTo(y[i], within(1e-12 * (1 + Math.abs(y[i]))));
    }
  }

  /** Blocks share one estimate: it is that of the same steps with everything in one block. */
  @Test
  void estimateIsThatOfTheWholeGradient() {
    // a short memory of the running mean: windows enough for an estimate within 100 steps
    NoiseAwareAdam updater = NoiseAwareAdam.builder().beta1(0.5).batchSize(8).build();
    NoiseAwareAdam same = updater.clone();
    updater.setLrAndSchedule(1e-2, null);
    MultiLayerNetwork one = Networks.dense(DataType.DOUBLE, updater);
    same.setLrAndSchedule(Math.nextUp(1e-2), null);
    MultiLayerNetwork many =
        Networks.dense(Networks.base(DataType.DOUBLE, updater).biasUpdater(same));
    for (int i = 0; i < 100; i++) {
      DataSet data = Networks.clusters(DataType.DOUBLE, 8, i);
      one.fit(data);
      many.fit(data);
    }
    assertClose(NetworkNoise.of(many).euclidean(), NetworkNoise.of(one).euclidean());
    assertClose(NetworkNoise.of(many).estimate(), NetworkNoise.of(one).estimate());
  }

  private static void assertClose(NoiseEstimate actual, NoiseEstimate expected) {
    double[] a = numbers(actual);
    double[] b = numbers(expected);
    for (int i = 0; i < a.length; i++) {
      // the rates differ in the last bit, and training amplifies that over 100 steps
      assertThat(a[i]).isEqualTo(b[i], within(1e-9 * Math.abs(b[i])));
    }
  }

  private static double[] numbers(NoiseEstimate estimate) {
    return switch (estimate) {
      case NoiseEstimate.Resolved r -> new double[] {r.traceSigma(), r.signalSquared(), r.low()};
      case NoiseEstimate.Unresolved u -> new double[] {u.traceSigma(), u.signalSquared(), u.low()};
      default -> throw new AssertionError("no estimate after 100 steps: " + estimate);
    };
  }

  @Test
  void rateFollowsTheBatch() {
    MultiLayerNetwork net =
        Networks.dense(
            DataType.DOUBLE,
            NoiseAwareAdam.builder()
                .learningRate(1e-3)
                .batchSize(8)
                .scaling(RateScaling.SQUARE_ROOT)
                .build());
    train(net, 0, 1);
    assertThat(NetworkNoise.of(net).gain()).isEqualTo(1);
    NetworkNoise.of(net).nextBatch(32);
    train(net, 1, 20);
    assertThat(NetworkNoise.of(net).gain()).isEqualTo(2, within(1e-12));
  }
}
