package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of type HALF, and losses that are scaled. */
class HalfPrecisionTest {
  private static final int BATCH = 23;

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return Networks.base(type, new NoOp());
  }

  private static NoiseAwareTrainerBuilder trainer(Model model, NoiseAwareBuilder<?> optimizer) {
    return NoiseAwareTrainer.of(model)
        .optimizer(optimizer.learningRateRule(LearningRateRule.fixed()).batchSize(BATCH))
        .maxMicroBatch(5);
  }

  /** Powers of two round nothing away: every bit is as without, penalties and masks included. */
  @Test
  void scaledLossOfFloatNetworksTrainsTheSame() {
    MultiDataSet points = Networks.clusters(DataType.FLOAT, BATCH, 1).toMultiDataSet();
    MultiDataSet sequences = Networks.sequences(DataType.FLOAT, BATCH, 7, 1).toMultiDataSet();
    MultiDataSet pairs = Networks.twoInputs(DataType.FLOAT, BATCH, 1);
    assertScaledIsTheSame(() -> Networks.batchNorm(penalised()), points);
    assertScaledIsTheSame(() -> Networks.recurrent(penalised()), sequences);
    assertScaledIsTheSame(() -> Networks.graph(penalised()), pairs);
    assertScaledIsTheSame(
        () -> Graphs.twoLosses(penalised()), Graphs.twoLabels(DataType.FLOAT, BATCH, 1));
  }

  private static NeuralNetConfiguration.Builder penalised() {
    return base(DataType.FLOAT).l2(0.01).l1(0.002).dropOut(0.9);
  }

  private static void assertScaledIsTheSame(Supplier<Model> network, MultiDataSet data) {
    Model plain = network.get();
    Model scaled = network.get();
    EventLog plainEvents = new EventLog();
    EventLog scaledEvents = new EventLog();
    plain.setListeners(plainEvents);
    scaled.setListeners(scaledEvents);
    trainer(plain, NoiseAware.adam().learningRate(0.01))
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(6));
    trainer(scaled, NoiseAware.adam().learningRate(0.01).lossScaling(LossScaling.fixed(1024)))
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(6));
    assertThat(scaled.params().toDoubleVector()).isEqualTo(plain.params().toDoubleVector());
    // the score that listeners see is not scaled
    assertThat(scaledEvents.events()).isEqualTo(plainEvents.events());
  }

  /**
   * One step of HALF against one of FLOAT from the same parameters: the gradients agree to a few
   * units of 2⁻¹¹, and the parameters kept in FLOAT move by less than HALF could show.
   */
  @Test
  void halfNetworkFollowsTheFloatOne() {
    MultiLayerNetwork half = Networks.dense(base(DataType.FLOAT16));
    MultiLayerNetwork single = Networks.dense(base(DataType.FLOAT));
    single.params().assign(half.params());
    DataSet data = Networks.clusters(DataType.FLOAT, BATCH, 1);
    List<StepReport> reports = new ArrayList<>();
    List<StepReport> expected = new ArrayList<>();
    double[] before = half.params().toDoubleVector();
    NoiseAwareBuilder<?> tiny =
        NoiseAware.sgd().learningRate(3e-5).momentum(0).lossScaling(LossScaling.fixed(256));
    trainer(half, tiny)
        .listeners(reports::add)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(1));
    trainer(single, NoiseAware.sgd().learningRate(3e-5).momentum(0))
        .listeners(expected::add)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(1));
    double norm = expected.getFirst().gradient().norm();
    assertThat(reports.getFirst().gradient().norm()).isCloseTo(norm, within(5 * 0x1p-11 * norm));
    double[] after = half.params().toDoubleVector();
    for (int i = 0; i < before.length; i++) {
      // weights stay, biases near 0 have a finer grid
      assertThat(after[i]).isEqualTo(before[i], within(Math.abs(before[i]) > 0.05 ? 0 : 3e-5));
    }

    // three hundred such steps show, because they add up in FLOAT
    trainer(half, tiny)
        .maxMicroBatch(BATCH)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(300));
    trainer(single, NoiseAware.sgd().learningRate(3e-5).momentum(0))
        .maxMicroBatch(BATCH)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(300));
    double[] moved = half.params().toDoubleVector();
    double[] target = single.params().toDoubleVector();
    double distance = 0;
    double error = 0;
    for (int i = 0; i < moved.length; i++) {
      distance += Math.pow(target[i] - before[i], 2);
      error += Math.pow(moved[i] - target[i], 2);
    }
    assertThat(Math.sqrt(error)).isLessThan(0.1 * Math.sqrt(distance));
  }

  /** From a scale far too large it falls, step by step left out, until gradients are finite. */
  @Test
  void scaleFallsUntilGradientsAreFinite() {
    MultiLayerNetwork net = Networks.batchNorm(base(DataType.FLOAT16));
    double[] before = net.params().toDoubleVector();
    List<StepReport> reports = new ArrayList<>();
    NoiseAwareTrainer trainer =
        trainer(
                net,
                NoiseAware.adam()
                    .learningRate(0.01)
                    .lossScaling(LossScaling.dynamic().startingAt(0x1p20).growing(2, 5)))
            .listeners(reports::add)
            .build();
    DataSet data = Networks.clusters(DataType.FLOAT, BATCH, 1);
    int falls = 0;
    do {
      trainer.fit(TrainingData.inOrder(data), Budget.steps(1));
      StepReport report = reports.getLast();
      assertThat(report.gradient().lossScale()).isEqualTo(0x1p20 / (1L << falls));
      if (report.gradient().isSkipped()) {
        assertThat(net.params().toDoubleVector()).isEqualTo(before);
        falls++;
      }
    } while (reports.getLast().gradient().isSkipped() && falls < 20);
    assertThat(falls).isBetween(1, 19);
    assertThat(net.params().toDoubleVector()).isNotEqualTo(before);
    trainer.fit(TrainingData.inOrder(data), Budget.steps(60));
    assertThat(reports.getLast().loss().orElseThrow())
        .isLessThan(0.5 * reports.getFirst().loss().orElseThrow());
    assertThat(trainer.optimizer().skipped()).isGreaterThan(falls);
  }

  @Test
  void graphsTrainToo() {
    MultiDataSet data = Networks.twoInputs(DataType.FLOAT, BATCH, 1);
    ComputationGraph net = Networks.graph(base(DataType.FLOAT16));
    List<StepReport> reports = new ArrayList<>();
    trainer(net, NoiseAware.lamb().learningRate(0.05).lossScaling(LossScaling.dynamic()))
        .listeners(reports::add)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(30));
    assertThat(net.params().dataType()).isEqualTo(DataType.FLOAT16);
    assertThat(reports.getLast().loss().orElseThrow())
        .isLessThan(0.5 * reports.getFirst().loss().orElseThrow());
  }

  /** Gradients near 1e-8 are 0 in HALF; a loss scale of 2^14 brings them back. */
  @Test
  void scaleSavesGradientsThatWouldVanish() {
    DataSet data = Networks.clusters(DataType.FLOAT, BATCH, 1);
    data.getFeatures().muli(1e-4);
    data.getLabels().muli(1e-5);
    double lost = firstNorm(DataType.FLOAT16, LossScaling.none(), data);
    double kept = firstNorm(DataType.FLOAT16, LossScaling.fixed(0x1p14), data);
    double expected = firstNorm(DataType.FLOAT, LossScaling.none(), data);
    assertThat(kept).isCloseTo(expected, within(0.02 * expected));
    assertThat(Math.abs(lost - expected)).isGreaterThan(0.1 * expected);
  }

  private static double firstNorm(DataType type, LossScaling scaling, DataSet data) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            base(type)
                .activation(Activation.IDENTITY)
                .list()
                .layer(
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(LossFunction.MSE)
                        .nIn(Networks.INPUTS)
                        .nOut(Networks.CLASSES)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    net.init();
    List<StepReport> reports = new ArrayList<>();
    trainer(net, NoiseAware.sgd().learningRate(0).momentum(0).lossScaling(scaling))
        .listeners(reports::add)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(1));
    return reports.getFirst().gradient().norm();
  }

  @Test
  void configurationIsAsBefore() {
    MultiLayerNetwork net = Networks.dense(base(DataType.FLOAT16));
    String before = net.getLayerWiseConfigurations().toJson();
    trainer(net, NoiseAware.adam().lossScaling(LossScaling.dynamic()))
        .build()
        .fit(TrainingData.inOrder(Networks.clusters(DataType.FLOAT, 23, 1)), Budget.steps(1));
    net.setIterationCount(0);
    assertThat(net.getLayerWiseConfigurations().toJson()).isEqualTo(before);
  }

  @Test
  void whatCannotBeDoneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NoiseAwareTrainer.of(
                        Networks.dense(
                            base(DataType.FLOAT16).constrainWeights(new MaxNormConstraint(1, 1))))
                    .build())
        .withMessageContaining("0_W has constraints");
    MultiLayerNetwork center =
        new MultiLayerNetwork(
            base(DataType.FLOAT)
                .list()
                .layer(
                    new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    center.init();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> trainer(center, NoiseAware.adam().lossScaling(LossScaling.dynamic())).build())
        .withMessageContaining("is a CenterLossOutputLayer, allowed with a loss scale");
  }
}
