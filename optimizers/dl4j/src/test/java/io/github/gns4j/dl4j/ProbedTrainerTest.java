package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** The trainer probes the step length by itself. */
class ProbedTrainerTest {
  private static final DataSet DATA = Networks.clusters(DataType.FLOAT, 400, 9);

  private static NoiseAwareTrainerBuilder trainer(
      MultiLayerNetwork net, NoiseAwareBuilder<?> optimizer) {
    // A clock that stands still: seconds of a step are not resolved, and the batch stays.
    return NoiseAwareTrainer.of(net).optimizer(optimizer.nanoClock(() -> 0)).maxMicroBatch(20);
  }

  private static MultiLayerNetwork net() {
    return Networks.dense(DataType.FLOAT, new NoOp());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-3, 1})
  void needsNeitherRateNorBatch(double base) {
    MultiLayerNetwork net = net();
    double before = net.score(DATA);
    List<StepReport> told = new ArrayList<>();
    trainer(net, NoiseAware.auto().learningRate(base))
        .listeners(told::add)
        .seed(1)
        .build()
        .fit(DATA, Budget.steps(120));
    assertThat(told.getFirst().decision().learningRate()).isLessThanOrEqualTo(1e-3);
    assertThat(told.get(30).decision().learningRate()).isBetween(1e-3, 1.0);
    // Three overlapping clusters: a converged net has a loss of about 0.45.
    assertThat(net.score(DATA)).isLessThan(0.6 * before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov"})
  void sgdFindsItsRate(String name) {
    for (double base : new double[] {1e-6, 1}) {
      NoiseAwareBuilder<?> sgd =
          name.equals("sgd")
              ? NoiseAware.sgd().momentum(0).auto()
              : NoiseAware.sgd().nesterov().auto();
      MultiLayerNetwork net = net();
      double before = net.score(DATA);
      List<StepReport> told = new ArrayList<>();
      trainer(net, sgd.learningRate(base))
          .listeners(told::add)
          .seed(1)
          .build()
          .fit(DATA, Budget.steps(120));
      assertThat(told.getFirst().decision().learningRate()).isLessThanOrEqualTo(1e-3);
      assertThat(told.get(30).decision().learningRate()).isGreaterThan(1e-3);
      assertThat(net.score(DATA)).as("%s from %s", name, base).isLessThan(0.6 * before);
    }
  }

  /**
   * LAMB's rate is the part of a tensor's length that a step covers. Where it rose to 0.3 the loss
   * rose tenfold, and from 0.1 on weights that nothing decays grew until they overflowed: neither
   * may happen in a thousand steps, most of them without a signal.
   */
  @ParameterizedTest
  @CsvSource({"1e-6, 0", "1, 0", "1e-6, 0.01", "1, 0.01"})
  void lambKeepsTheLengthOfItsWeights(double base, double decay) {
    MultiLayerNetwork net = net();
    double before = net.score(DATA);
    List<StepReport> told = new ArrayList<>();
    trainer(net, NoiseAware.lamb().weightDecay(decay).auto().learningRate(base))
        .listeners(told::add)
        .seed(1)
        .build()
        .fit(DATA, Budget.steps(120));
    assertThat(net.score(DATA)).isLessThan(0.4 * before);
    NoiseAwareTrainer further =
        trainer(net, NoiseAware.lamb().weightDecay(decay).auto().learningRate(base))
            .listeners(told::add)
            .seed(2)
            .build();
    further.fit(DATA, Budget.steps(1000));
    assertThat(net.score(DATA)).isLessThan(0.4 * before);
    assertThat(told)
        .allSatisfy(report -> assertThat(report.loss().orElseThrow()).isLessThan(1.5 * before));
  }

  /**
   * With dropout and without a seed of the trainer: the masks of the probe are those of the step.
   */
  @Test
  void probeSeesTheDropoutMasksOfTheStep() {
    MultiLayerNetwork net = Networks.dense(Networks.base(DataType.FLOAT, new NoOp()).dropOut(0.5));
    List<StepReport> told = new ArrayList<>();
    trainer(net, NoiseAware.auto()).listeners(told::add).build().fit(DATA, Budget.steps(60));
    assertThat(told.get(40).decision().learningRate()).isBetween(1e-3, 1.0);
  }

  @Test
  void resumeIsBitEqualAlsoAfterAProbedStep() throws IOException {
    MultiLayerNetwork whole = net();
    trainer(whole, NoiseAware.auto()).seed(3).build().fit(DATA, Budget.steps(30));
    for (int cut : new int[] {1, 4, 5, 6, 13}) {
      NoiseAwareTrainer first = trainer(net(), NoiseAware.auto()).seed(3).build();
      first.fit(DATA, Budget.steps(cut));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.save(bytes);
      MultiLayerNetwork resumed = net();
      NoiseAwareTrainer second = trainer(resumed, NoiseAware.auto()).seed(3).build();
      second.restore(new ByteArrayInputStream(bytes.toByteArray()));
      second.fit(DATA, Budget.steps(30 - cut));
      assertThat(resumed.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
    }
  }
}
