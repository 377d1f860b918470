package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

class SameDiffTest {
  private static final List<String> VARIABLES = List.of("w0", "b0", "w1", "b1");

  static Stream<Arguments> updatersAndTypes() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .flatMap(type -> updaters().map(updater -> Arguments.of(updater, type)));
  }

  static Stream<NoiseAwareUpdater> updaters() {
    return Stream.of(
        NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).build(),
        NoiseAwareSgd.builder().learningRate(1e-2).batchSize(8).nesterov().build(),
        NoiseAwareLamb.builder().learningRate(1e-2).batchSize(8).build(),
        NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).accumulate(3).build());
  }

  /** Two layers; one weight matrix is column-major, as SameDiff's own initialisers make them. */
  private static SameDiff graph(DataType type, TrainingConfig.Builder config) {
    Nd4j.getRandom().setSeed(5);
    SameDiff graph = SameDiff.create();
    SDVariable in = graph.placeHolder("in", type, -1, Networks.INPUTS);
    SDVariable labels = graph.placeHolder("labels", type, -1, Networks.CLASSES);
    INDArray first = Nd4j.randn(type, Networks.INPUTS, 6).muli(0.4);
    SDVariable w0 =
        graph.var("w0", Nd4j.create(type, new long[] {Networks.INPUTS, 6}, 'f').assign(first));
    SDVariable b0 = graph.var("b0", Nd4j.create(type, 6));
    SDVariable w1 = graph.var("w1", Nd4j.randn(type, 6, Networks.CLASSES).muli(0.4));
    SDVariable b1 = graph.var("b1", Nd4j.create(type, Networks.CLASSES));
    SDVariable hidden = graph.math().tanh(in.mmul(w0).add(b0));
    SDVariable logits = hidden.mmul(w1).add("logits", b1);
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        config.dataSetFeatureMapping("in").dataSetLabelMapping("labels").build());
    return graph;
  }

  private static SameDiff graph(DataType type, IUpdater updater) {
    return graph(type, new TrainingConfig.Builder().updater(updater));
  }

  private static void fit(SameDiff graph, int from, int to) {
    DataType type = graph.getVariable("w0").dataType();
    for (int i = from; i < to; i++) {
      graph.fit(Networks.clusters(type, 8, i));
    }
  }

  private static double[] parameters(SameDiff graph) {
    return VARIABLES.stream()
        .map(name -> graph.getVariable(name).getArr())
        .flatMapToDouble(a -> Arrays.stream(a.dup('c').reshape(a.length()).toDoubleVector()))
        .toArray();
  }

  private static SameDiff saveAndLoad(SameDiff graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    graph.save(bytes, true);
    return SameDiff.load(new ByteArrayInputStream(bytes.toByteArray()), true);
  }

  @ParameterizedTest
  @MethodSource("updatersAndTypes")
  void trainsAndResumesBitEqual(NoiseAwareUpdater updater, DataType type) throws IOException {
    SameDiff whole = graph(type, updater);
    SameDiff half = graph(type, updater);
    Attachment.attach(whole);
    Attachment.attach(half);
    double[] start = parameters(whole);
    fit(whole, 0, 14);
    fit(half, 0, 7);
    SameDiff resumed = saveAndLoad(half);
    Attachment.attach(resumed);
    fit(resumed, 7, 14);
    assertThat(parameters(whole)).isNotEqualTo(start);
    assertThat(parameters(resumed)).isEqualTo(parameters(whole));
    assertThat(NetworkNoise.of(resumed).estimate()).isEqualTo(NetworkNoise.of(whole).estimate());
    assertThat(NetworkNoise.of(whole).samples()).isEqualTo(14 * 8);
  }

  @Test
  void adamStepsAsDl4jDoesWhereEpsilonIsNegligible() {
    SameDiff ours =
        graph(DataType.DOUBLE, NoiseAwareAdam.builder().learningRate(0.01).epsilon(1e-18).build());
    SameDiff theirs = graph(DataType.DOUBLE, new Adam(0.01, 0.9, 0.999, 1e-18));
    fit(ours, 0, 20);
    fit(theirs, 0, 20);
    assertClose(parameters(ours), parameters(theirs));
  }

  /** The column-major variable too: moments, gradient and parameters agree on the order. */
  @Test
  void lambStepsAsThePaperSays() {
    NoiseAwareLamb lamb =
        NoiseAwareLamb.builder()
            .learningRate(0.05)
            .weightDecay(0.02)
            .beta1(0)
            .beta2(0)
            .scaling(RateScaling.FIXED)
            .build();
    SameDiff graph = graph(DataType.DOUBLE, lamb);
    Attachment.attach(graph);
    List<INDArray> before =
        VARIABLES.stream().map(name -> graph.getVariable(name).getArr().dup()).toList();
    var gradients =
        graph.calculateGradients(
            Map.of(
                "in", Networks.clusters(DataType.DOUBLE, 8, 0).getFeatures(),
                "labels", Networks.clusters(DataType.DOUBLE, 8, 0).getLabels()),
            VARIABLES);
    fit(graph, 0, 1);
    for (int i = 0; i < VARIABLES.size(); i++) {
      INDArray w = before.get(i);
      INDArray g = gradients.get(VARIABLES.get(i));
      // without moments the direction is g/(|g| + epsilon)
      INDArray u = g.div(Transforms.abs(g, true).addi(1e-6));
      u.addi(w.mul(0.02));
      double norm = w.norm2Number().doubleValue();
      double ratio = norm == 0 ? 1 : norm / u.norm2Number().doubleValue();
      INDArray expected = w.sub(u.mul(0.05 * ratio));
      INDArray found = graph.getVariable(VARIABLES.get(i)).getArr();
      assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-13);
    }
  }

  private static void assertClose(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isEqualTo(y[i], within(1e-12 * (1 + Math.abs(y[i]))));
    }
  }

  @Test
  void unattachedLambSaysSo() throws IOException {
    NoiseAwareLamb lamb = new NoiseAwareLamb();
    SameDiff fresh = graph(DataType.FLOAT, lamb);
    assertThatIllegalStateException()
        .isThrownBy(() -> fit(fresh, 0, 1))
        .withMessageContaining("NoiseAwareLamb is not attached");
    Attachment.attach(fresh);
    Attachment.attach(fresh);
    assertThat(fresh.getListeners()).hasSize(1);
    fit(fresh, 0, 2);
    SameDiff loaded = saveAndLoad(fresh);
    assertThatIllegalStateException().isThrownBy(() -> fit(loaded, 2, 3));
    SameDiff copy = fresh.dup();
    assertThatIllegalStateException().isThrownBy(() -> fit(copy, 2, 3));
  }

  /** Attached, four variables show the estimate of the whole gradient. */
  @Test
  void variablesShareOneEstimate() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().beta1(0.5).batchSize(8).build();
    SameDiff apart = graph(DataType.DOUBLE, adam);
    SameDiff attached = graph(DataType.DOUBLE, adam);
    Attachment.attach(attached);
    fit(apart, 0, 60);
    fit(attached, 0, 60);
    double sum =
        SameDiffBlocks.of(apart).stream()
            .mapToDouble(block -> traceOf(block.shared().current().euclidean()))
            .sum();
    double whole = traceOf(NetworkNoise.of(attached).euclidean());
    assertThat(whole).isEqualTo(sum, within(1e-9 * sum));
    assertThat(NetworkNoise.of(attached).steps()).isEqualTo(60);
  }

  private static double traceOf(NoiseEstimate estimate) {
    return switch (estimate) {
      case NoiseEstimate.Resolved r -> r.traceSigma();
      case NoiseEstimate.Unresolved u -> u.traceSigma();
      default -> throw new AssertionError("no estimate after 60 steps: " + estimate);
    };
  }

  @Test
  void configurationSurvivesJson() {
    List<TrainingConfig> configs = new ArrayList<>();
    updaters().forEach(u -> configs.add(graph(DataType.FLOAT, u).getTrainingConfig()));
    for (TrainingConfig config : configs) {
      assertThat(TrainingConfig.fromJson(config.toJson()).getUpdater())
          .isEqualTo(config.getUpdater());
    }
  }

  @Test
  void graphsThatCannotBeAttachedAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.attach(SameDiff.create()))
        .withMessageContaining("call setTrainingConfig first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.attach(graph(DataType.FLOAT, new Adam())))
        .withMessageContaining("allowed: NoiseAwareAdam");
    SameDiff decaying =
        graph(DataType.FLOAT, new TrainingConfig.Builder().updater(new NoiseAwareLamb()).l2(1e-3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.attach(decaying))
        .withMessageContaining("the graph has L2Regularization beside weightDecay 0.01");
  }
}
