package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.taps.GradientTaps;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Norms of single samples are those of the loss, whatever it is scaled by. */
class ScaledTapsTest {
  private static final DataType TYPE = DataType.FLOAT;
  private static final int BATCH = 24;
  private static final int APPLIED = 14;

  /** A network and its data, penalties on its weights included. */
  record Case(String name, Supplier<Model> network, MultiDataSet data) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "layers",
            () -> Networks.dense(penalised()),
            Networks.clusters(TYPE, BATCH, 5).toMultiDataSet()),
        new Case(
            "graph", () -> Networks.plainGraph(penalised()), Networks.twoInputs(TYPE, BATCH, 5)));
  }

  private static NeuralNetConfiguration.Builder penalised() {
    return Networks.plain(TYPE).l2(0.01).l1(0.002);
  }

  private record Run(double[] parameters, NoiseEstimate noise, List<StepReport> reports) {
    List<Double> norms() {
      return reports.stream()
          .map(StepReport::gradient)
          .filter(gradient -> !gradient.isSkipped())
          .map(GradientReport::norm)
          .toList();
    }

    long skipped() {
      return reports.stream().filter(report -> report.gradient().isSkipped()).count();
    }
  }

  /** Takes steps on the same batch until {@link #APPLIED} of them were applied. */
  private static Run run(Case c, LossScaling scaling) {
    Model net = c.network().get();
    List<StepReport> reports = new ArrayList<>();
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(
                NoiseAware.sgd()
                    .learningRate(0.05)
                    .batchSize(BATCH)
                    .lossScaling(scaling)
                    .nanoClock(() -> 0))
            .maxMicroBatch(10)
            .sampleNorms(GradientTaps.of(net))
            .listeners(reports::add)
            .build()) {
      TrainingData data = TrainingData.inOrder(c.data());
      while (trainer.optimizer().steps() - trainer.optimizer().skipped() < APPLIED) {
        trainer.fit(data, Budget.steps(1));
      }
      assertThat(trainer.optimizer().skipped())
          .isEqualTo(reports.stream().filter(report -> report.gradient().isSkipped()).count());
      return new Run(Training.parameters(net), trainer.optimizer().noise(), reports);
    }
  }

  /**
   * Powers of two round nothing away, so that every number is the same as without a scale, to the
   * bit: after a scale that overflows, which skips the step, one that rises. (Far from 1 the square
   * of a FLOAT is rounded in another way, and the noise differs by 1e-10.)
   */
  @ParameterizedTest
  @MethodSource("cases")
  void scaleThatMovesChangesNothing(Case c) {
    Run plain = run(c, LossScaling.none());
    Run scaled = run(c, new LossScaling(0x1p127, 2, 0x1p-117, 4, 1, 1, 0x1p127));
    assertThat(plain.skipped()).isZero();
    assertThat(scaled.skipped()).isEqualTo(1);
    List<Double> scales =
        scaled.reports().stream().map(report -> report.gradient().lossScale()).distinct().toList();
    assertThat(scales).containsExactly(0x1p127, 0x1p10, 0x1p11, 0x1p12, 0x1p13);
    assertThat(scaled.parameters()).isEqualTo(plain.parameters());
    assertThat(scaled.norms()).isEqualTo(plain.norms());
    assertThat(scaled.noise()).isEqualTo(plain.noise()).isInstanceOf(NoiseEstimate.Resolved.class);
  }
}
