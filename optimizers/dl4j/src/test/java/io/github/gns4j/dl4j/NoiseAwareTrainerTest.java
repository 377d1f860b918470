package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.LearningRateRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The trainer does what DL4J's fit does on the whole batch. */
class NoiseAwareTrainerTest {
  private static final int BATCH = 23;
  private static final int STEPS = 6;

  /** A network, its data, and one optimizer twice: DL4J's and ours. */
  record Case(
      String name,
      Function<IUpdater, Model> network,
      MultiDataSet data,
      IUpdater theirs,
      NoiseAwareBuilder<?> ours) {
    @Override
    public String toString() {
      return name + " with " + theirs.getClass().getSimpleName();
    }
  }

  private static NeuralNetConfiguration.Builder penalised(IUpdater updater) {
    return Networks.base(DataType.DOUBLE, updater)
        .l2(0.01)
        .l1(0.002)
        .constrainWeights(new MaxNormConstraint(1.2, 1));
  }

  static Stream<Case> cases() {
    DataType type = DataType.DOUBLE;
    MultiDataSet points = Networks.clusters(type, BATCH, 1).toMultiDataSet();
    MultiDataSet sequences = Networks.sequences(type, BATCH, 7, 1).toMultiDataSet();
    MultiDataSet pairs = Networks.twoInputs(type, BATCH, 1);
    MultiDataSet twoLabels = Graphs.twoLabels(type, BATCH, 1);
    return Stream.of(
        new Case("dense", u -> Networks.dense(type, u), points, sgd(), ourSgd()),
        new Case("dense", u -> Networks.dense(penalised(u)), points, nesterovs(), ourNesterov()),
        new Case("dense", u -> Networks.dense(penalised(u)), points, adam(), ourAdam()),
        new Case("masked", u -> Networks.recurrent(penalised(u)), sequences, adam(), ourAdam()),
        new Case("graph", u -> Networks.plainGraph(penalised(u)), pairs, sgd(), ourSgd()),
        new Case("graph", u -> Networks.plainGraph(penalised(u)), pairs, adam(), ourAdam()),
        new Case("masked graph", u -> Graphs.recurrent(penalised(u)), sequences, adam(), ourAdam()),
        new Case("two losses", u -> Graphs.twoLosses(penalised(u)), twoLabels, adam(), ourAdam()));
  }

  private static IUpdater sgd() {
    return new Sgd(0.1);
  }

  private static IUpdater nesterovs() {
    return new Nesterovs(0.1, 0.9);
  }

  /** DL4J adds epsilon before bias correction; the two agree where it is negligible. */
  private static IUpdater adam() {
    return new Adam(0.01, 0.9, 0.999, 1e-18);
  }

  private static NoiseAwareBuilder<?> ourSgd() {
    return NoiseAware.sgd().learningRate(0.1).momentum(0);
  }

  private static NoiseAwareBuilder<?> ourNesterov() {
    return NoiseAware.sgd().learningRate(0.1).momentum(0.9).nesterov();
  }

  private static NoiseAwareBuilder<?> ourAdam() {
    return NoiseAware.adam().learningRate(0.01).epsilon(1e-18);
  }

  private static void fit(Model model, MultiDataSet data) {
    if (model instanceof MultiLayerNetwork net) {
      net.fit(
          new DataSet(
              data.getFeatures(0),
              data.getLabels(0),
              mask(data.getFeaturesMaskArrays()),
              mask(data.getLabelsMaskArrays())));
    } else {
      ((ComputationGraph) model).fit(data);
    }
  }

  private static org.nd4j.linalg.api.ndarray.INDArray mask(
      org.nd4j.linalg.api.ndarray.INDArray[] masks) {
    return masks == null ? null : masks[0];
  }

  private static NoiseAwareTrainer trainer(
      Model model, NoiseAwareBuilder<?> optimizer, int maxMicroBatch) {
    return NoiseAwareTrainer.of(model)
        .optimizer(optimizer.learningRateRule(LearningRateRule.fixed()).batchSize(BATCH))
        .maxMicroBatch(maxMicroBatch)
        .build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsFitOnTheWholeBatch(Case c) {
    Model whole = c.network().apply(c.theirs());
    Model parts = c.network().apply(c.theirs());
    // 23 samples in micro-batches of at most 5: sizes 5, 5, 5, 4, 4
    NoiseAwareTrainer trainer = trainer(parts, c.ours(), 5);
    TrainingData data = TrainingData.inOrder(c.data());
    for (int i = 0; i < STEPS; i++) {
      fit(whole, c.data());
      trainer.fit(data, Budget.epochs(1));
      assertThat(parts.score()).isEqualTo(whole.score(), within(1e-12));
    }
    assertClose(parts.params().toDoubleVector(), whole.params().toDoubleVector());
    assertThat(iterations(parts)).isEqualTo(STEPS);
  }

  private static int iterations(Model model) {
    return model instanceof MultiLayerNetwork net
        ? net.getIterationCount()
        : ((ComputationGraph) model).getIterationCount();
  }

  private static void assertClose(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isEqualTo(expected[i], within(1e-12 * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void batchNormInOnePieceEqualsFit() {
    for (Function<IUpdater, Model> network : batchNorms()) {
      Model whole = network.apply(sgd());
      Model trained = network.apply(sgd());
      MultiDataSet data = dataFor(whole);
      NoiseAwareTrainer trainer = trainer(trained, ourSgd(), BATCH);
      for (int i = 0; i < STEPS; i++) {
        fit(whole, data);
        trainer.fit(TrainingData.inOrder(data), Budget.steps(1));
      }
      assertClose(trained.params().toDoubleVector(), whole.params().toDoubleVector());
    }
  }

  private static List<Function<IUpdater, Model>> batchNorms() {
    return List.of(
        u -> Networks.batchNorm(Networks.base(DataType.DOUBLE, u)),
        u -> Networks.graph(Networks.base(DataType.DOUBLE, u)));
  }

  private static MultiDataSet dataFor(Model model) {
    return model instanceof MultiLayerNetwork
        ? Networks.clusters(DataType.DOUBLE, BATCH, 1).toMultiDataSet()
        : Networks.twoInputs(DataType.DOUBLE, BATCH, 1);
  }

  /** Running statistics move by the mean of what each micro-batch alone would move them by. */
  @Test
  void batchNormStatisticsAreAveragedOverMicroBatches() {
    IUpdater still = new Sgd(0);
    MultiLayerNetwork net = Networks.batchNorm(Networks.base(DataType.DOUBLE, still));
    MultiDataSet data = dataFor(net);
    double[] expected = new double[6];
    for (int part = 0; part < 2; part++) {
      MultiLayerNetwork alone = Networks.batchNorm(Networks.base(DataType.DOUBLE, still));
      int begin = part == 0 ? 0 : 12;
      int end = part == 0 ? 12 : BATCH;
      fit(alone, Rows.range(data, begin, end));
      double[] mean = alone.getParam("1_mean").toDoubleVector();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += mean[i] * (end - begin) / BATCH;
      }
    }
    NoiseAwareBuilder<?> optimizer = NoiseAware.sgd().learningRate(0).momentum(0);
    trainer(net, optimizer, 12).fit(TrainingData.inOrder(data), Budget.steps(1));
    assertClose(net.getParam("1_mean").toDoubleVector(), expected);
  }

  @Test
  void listenersAndCountersGoAsUnderFit() {
    EventLog theirs = new EventLog();
    EventLog ours = new EventLog();
    DataSet data = Networks.clusters(DataType.DOUBLE, 20, 3);
    MultiLayerNetwork a = Networks.dense(DataType.DOUBLE, sgd());
    a.setListeners(theirs);
    a.fit(
        new org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator<>(data.asList(), 8), 2);
    MultiLayerNetwork b = Networks.dense(DataType.DOUBLE, sgd());
    b.setListeners(ours);
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(b)
            .optimizer(ourSgd().learningRateRule(LearningRateRule.fixed()).batchSize(8))
            .build();
    TrainingSummary summary = trainer.fit(TrainingData.inOrder(data), Budget.epochs(2));
    assertThat(ours.events()).isEqualTo(theirs.events()).hasSize(2 * (2 + 3 * 4));
    assertThat(b.getEpochCount()).isEqualTo(a.getEpochCount());
    assertThat(summary.steps()).isEqualTo(6);
    assertThat(summary.samples()).isEqualTo(40);
    assertClose(b.params().toDoubleVector(), a.params().toDoubleVector());
  }

  @Test
  void graphListenersGoAsUnderFit() {
    EventLog theirs = new EventLog();
    EventLog ours = new EventLog();
    MultiDataSet data = Networks.twoInputs(DataType.DOUBLE, 16, 3);
    ComputationGraph a = Networks.graph(Networks.plain(DataType.DOUBLE));
    a.setListeners(theirs);
    a.fit(
        new org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator(
            data.asList().iterator(), 8));
    ComputationGraph b = Networks.graph(Networks.plain(DataType.DOUBLE));
    b.setListeners(ours);
    NoiseAwareTrainer.of(b)
        .optimizer(ourSgd().learningRateRule(LearningRateRule.fixed()).batchSize(8))
        .build()
        .fit(TrainingData.inOrder(data), Budget.epochs(1));
    assertThat(ours.events()).isEqualTo(theirs.events());
    assertThat(b.getEpochCount()).isEqualTo(a.getEpochCount()).isEqualTo(1);
  }
}
