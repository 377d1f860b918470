package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

class SameDiffTest {
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

  @ParameterizedTest
  @MethodSource("updatersAndTypes")
  void trainsAndResumesBitEqual(NoiseAwareUpdater updater, DataType type) throws IOException {
    SameDiff whole = SameDiffs.graph(type, updater);
    SameDiff half = SameDiffs.graph(type, updater);
    Attachment.attach(whole);
    Attachment.attach(half);
    double[] start = SameDiffs.parameters(whole);
    SameDiffs.fit(whole, 0, 14);
    SameDiffs.fit(half, 0, 7);
    SameDiff resumed = SameDiffs.saveAndLoad(half);
    Attachment.attach(resumed);
    SameDiffs.fit(resumed, 7, 14);
    assertThat(SameDiffs.parameters(whole)).isNotEqualTo(start);
    assertThat(SameDiffs.parameters(resumed)).isEqualTo(SameDiffs.parameters(whole));
    assertThat(NetworkNoise.of(resumed).estimate()).isEqualTo(NetworkNoise.of(whole).estimate());
    assertThat(NetworkNoise.of(whole).samples()).isEqualTo(14 * 8);
  }

  @Test
  void adamStepsAsDl4jDoesWhereEpsilonIsNegligible() {
    SameDiff ours =
        SameDiffs.graph(
            DataType.DOUBLE, NoiseAwareAdam.builder().learningRate(0.01).epsilon(1e-18).build());
    SameDiff theirs = SameDiffs.graph(DataType.DOUBLE, new Adam(0.01, 0.9, 0.999, 1e-18));
    SameDiffs.fit(ours, 0, 20);
    SameDiffs.fit(theirs, 0, 20);
    assertClose(SameDiffs.parameters(ours), SameDiffs.parameters(theirs));
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
    SameDiff graph = SameDiffs.graph(DataType.DOUBLE, lamb);
    Attachment.attach(graph);
    List<INDArray> before =
        SameDiffs.VARIABLES.stream().map(name -> graph.getVariable(name).getArr().dup()).toList();
    var gradients =
        graph.calculateGradients(
            Map.of(
                "in", Networks.clusters(DataType.DOUBLE, 8, 0).getFeatures(),
                "labels", Networks.clusters(DataType.DOUBLE, 8, 0).getLabels()),
            SameDiffs.VARIABLES);
    SameDiffs.fit(graph, 0, 1);
    for (int i = 0; i < SameDiffs.VARIABLES.size(); i++) {
      INDArray w = before.get(i);
      INDArray g = gradients.get(SameDiffs.VARIABLES.get(i));
      // without moments the direction is g/(|g| + epsilon)
      INDArray u = g.div(Transforms.abs(g, true).addi(1e-6));
      u.addi(w.mul(0.02));
      double norm = w.norm2Number().doubleValue();
      double ratio = norm == 0 ? 1 : norm / u.norm2Number().doubleValue();
      INDArray expected = w.sub(u.mul(0.05 * ratio));
      INDArray found = graph.getVariable(SameDiffs.VARIABLES.get(i)).getArr();
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
    SameDiff fresh = SameDiffs.graph(DataType.FLOAT, lamb);
    assertThatIllegalStateException()
        .isThrownBy(() -> SameDiffs.fit(fresh, 0, 1))
        .withMessageContaining("NoiseAwareLamb is not attached");
    Attachment.attach(fresh);
    Attachment.attach(fresh);
    assertThat(fresh.getListeners()).hasSize(1);
    SameDiffs.fit(fresh, 0, 2);
    SameDiff loaded = SameDiffs.saveAndLoad(fresh);
    assertThatIllegalStateException().isThrownBy(() -> SameDiffs.fit(loaded, 2, 3));
    SameDiff copy = fresh.dup();
    assertThatIllegalStateException().isThrownBy(() -> SameDiffs.fit(copy, 2, 3));
  }

  /** Attached, four variables show the estimate of the whole gradient. */
  @Test
  void variablesShareOneEstimate() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().beta1(0.5).batchSize(8).build();
    SameDiff apart = SameDiffs.graph(DataType.DOUBLE, adam);
    SameDiff attached = SameDiffs.graph(DataType.DOUBLE, adam);
    Attachment.attach(attached);
    SameDiffs.fit(apart, 0, 60);
    SameDiffs.fit(attached, 0, 60);
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
    updaters().forEach(u -> configs.add(SameDiffs.graph(DataType.FLOAT, u).getTrainingConfig()));
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
        .isThrownBy(() -> Attachment.attach(SameDiffs.graph(DataType.FLOAT, new Adam())))
        .withMessageContaining("allowed: NoiseAwareAdam");
    SameDiff decaying =
        SameDiffs.graph(
            DataType.FLOAT, new TrainingConfig.Builder().updater(new NoiseAwareLamb()).l2(1e-3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.attach(decaying))
        .withMessageContaining("the graph has L2Regularization beside weightDecay 0.01");
  }
}
