package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class NoiseAwareListenerTest {
  @Test
  void reportsEveryStepWithItsTrueBatch() {
    MultiLayerNetwork net =
        Networks.batchNorm(
            Networks.base(DataType.FLOAT, new NoiseAwareAdam()).biasUpdater(new NoiseAwareAdam(2)));
    List<StepReport> reports = new ArrayList<>();
    net.setListeners(new NoiseAwareListener(reports::add));
    DataSet data = Networks.clusters(DataType.FLOAT, 20, 1);
    net.fit(new ListDataSetIterator<>(data.asList(), 8), 2);
    assertThat(reports).extracting(StepReport::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(reports).extracting(r -> r.batch().samples()).containsExactly(8, 8, 4, 8, 8, 4);
    assertThat(reports.getLast().samples()).isEqualTo(40);
    assertThat(reports.getLast().loss()).hasValue(net.score());
    assertThat(reports).allSatisfy(r -> assertThat(r.gradient().norm()).isPositive());
    assertThat(reports).allSatisfy(r -> assertThat(r.noise()).isNotNull());
  }

  /** The norm is that of the whole gradient: all blocks, without batch-norm statistics. */
  @Test
  void normIsThatOfTheWholeGradient() {
    MultiLayerNetwork net =
        Networks.batchNorm(
            Networks.base(DataType.DOUBLE, new NoiseAwareAdam())
                .biasUpdater(new NoiseAwareAdam(0.5)));
    List<StepReport> reports = new ArrayList<>();
    net.setListeners(new NoiseAwareListener(reports::add));
    DataSet data = Networks.clusters(DataType.DOUBLE, 16, 2);
    MultiLayerNetwork plain = Networks.batchNorm(Networks.base(DataType.DOUBLE, new Sgd(1)));
    double[] before = plain.params().toDoubleVector();
    plain.fit(data);
    double[] after = plain.params().toDoubleVector();
    double squared = 0;
    for (var segment : NetworkLayout.of(plain).segments().list()) {
      for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
        squared += segment.isGradient() ? (before[i] - after[i]) * (before[i] - after[i]) : 0;
      }
    }
    net.fit(data);
    assertThat(reports.getFirst().gradient().norm())
        .isEqualTo(Math.sqrt(squared), within(1e-12 * Math.sqrt(squared)));
  }

  /** One NaN in one block: that block stays, the others move; the step is counted and reported. */
  @Test
  void nonFiniteGradientIsSkippedCountedAndReported() {
    MultiLayerNetwork net = Networks.dense(DataType.DOUBLE, new NoiseAwareAdam());
    List<StepReport> reports = new ArrayList<>();
    net.setListeners(new NoiseAwareListener(reports::add));
    DataSet good = Networks.clusters(DataType.DOUBLE, 8, 3);
    DataSet bad = Networks.clusters(DataType.DOUBLE, 8, 4);
    bad.getFeatures().putScalar(2, 1, Double.NaN);
    net.fit(good);
    double[] before = net.params().toDoubleVector();
    net.fit(bad);
    assertThat(net.params().toDoubleVector()).isEqualTo(before);
    assertThat(reports.getLast().gradient().isSkipped()).isTrue();
    assertThat(reports.getLast().gradient().norm()).isZero();
    assertThat(NetworkNoise.of(net).skippedSteps()).isEqualTo(1);
    assertThat(NetworkNoise.of(net).estimate()).isInstanceOf(NoiseEstimate.NonFinite.class);
    net.fit(good);
    assertThat(net.params().toDoubleVector()).isNotEqualTo(before);
    assertThat(reports.getLast().gradient().isSkipped()).isFalse();
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(3);
  }

  /** A skipped step leaves no trace: with the bad batch or without it, the same parameters. */
  @Test
  void skippedStepLeavesNoTrace() {
    MultiLayerNetwork with = Networks.dense(DataType.DOUBLE, new NoiseAwareSgd());
    MultiLayerNetwork without = Networks.dense(DataType.DOUBLE, new NoiseAwareSgd());
    DataSet bad = Networks.clusters(DataType.DOUBLE, 8, 4);
    bad.getFeatures().putScalar(0, 0, Double.POSITIVE_INFINITY);
    for (int i = 0; i < 10; i++) {
      DataSet good = Networks.clusters(DataType.DOUBLE, 8, i);
      with.fit(good);
      without.fit(good);
      if (i == 4) {
        with.fit(bad);
      }
    }
    assertThat(with.params().toDoubleVector()).isEqualTo(without.params().toDoubleVector());
  }

  @Test
  void networkWithoutNoiseAwareUpdaterIsNamed() {
    MultiLayerNetwork plain = Networks.dense(DataType.DOUBLE, new Sgd(1));
    plain.setListeners(new NoiseAwareListener());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.fit(Networks.clusters(DataType.DOUBLE, 4, 1)))
        .withMessageContaining("configure NoiseAwareAdam, NoiseAwareSgd or NoiseAwareLamb");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkNoise.of(Networks.dense(DataType.DOUBLE, new NoiseAwareAdam())).nextBatch(0))
        .withMessageContaining("samples is 0");
  }
}
