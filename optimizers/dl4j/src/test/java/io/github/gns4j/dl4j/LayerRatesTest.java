package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.statistics.GradientMoments;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * A network whose blocks split and merge against one whose blocks are apart from the start, where
 * the same rates are set without any state being moved.
 */
class LayerRatesTest {
  private static final double RATE = 1e-2;

  private static MultiLayerNetwork network(DataType type, IUpdater first, IUpdater last) {
    NeuralNetConfiguration.Builder base = Networks.base(type, last);
    return Swaps.start(
        base.list()
            .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).updater(first).build())
            .layer(new DenseLayer.Builder().nIn(6).nOut(4).build())
            .layer(
                new OutputLayer.Builder()
                    .nIn(4)
                    .nOut(Networks.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }

  private static MultiLayerNetwork together(DataType type, NoiseAwareUpdater updater) {
    return network(type, updater, updater);
  }

  private static MultiLayerNetwork apart(DataType type, NoiseAwareUpdater updater) {
    NoiseAwareUpdater other = (NoiseAwareUpdater) updater.clone();
    other.setLrAndSchedule(Double.NaN, new FixedSchedule(RATE));
    return network(type, other, updater);
  }

  private static void setApart(MultiLayerNetwork net, double rate) {
    net.getLayer(0)
        .getConfig()
        .getUpdaterByParam("W")
        .setLrAndSchedule(Double.NaN, new FixedSchedule(rate));
  }

  private static int blocks(MultiLayerNetwork net) {
    return NetworkBinding.updater(net).getUpdaterBlocks().size();
  }

  private static double[] numbers(NoiseEstimate estimate) {
    return switch (estimate) {
      case NoiseEstimate.Resolved e ->
          new double[] {e.traceSigma(), e.signalSquared(), e.observations()};
      case NoiseEstimate.Unresolved e ->
          new double[] {e.traceSigma(), e.signalSquared(), e.observations()};
      default -> throw new AssertionError(estimate);
    };
  }

  private static void assertSameNoise(MultiLayerNetwork net, MultiLayerNetwork other) {
    NetworkNoise ours = NetworkNoise.of(net);
    NetworkNoise theirs = NetworkNoise.of(other);
    for (int i = 0; i < 3; i++) {
      assertThat(numbers(ours.estimate())[i])
          .isCloseTo(numbers(theirs.estimate())[i], within(1e-9 * numbers(theirs.estimate())[0]));
      assertThat(numbers(ours.euclidean())[i])
          .isCloseTo(numbers(theirs.euclidean())[i], within(1e-9 * numbers(theirs.euclidean())[0]));
    }
    assertThat(ours.steps()).isEqualTo(theirs.steps());
    assertThat(ours.samples()).isEqualTo(theirs.samples());
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void stepsGoOnWithTheSameBitsThroughSplitsAndMerges(NoiseAwareUpdater updater, DataType type) {
    MultiLayerNetwork net = together(type, updater);
    MultiLayerNetwork other = apart(type, updater);
    double[] rates = {1e-3, 4e-3, RATE, 0, RATE};
    assertThat(blocks(net)).isEqualTo(1);
    for (int i = 0; i < rates.length; i++) {
      Training.fit(net, 5 * i, 5 * i + 5);
      Training.fit(other, 5 * i, 5 * i + 5);
      assertThat(Training.parameters(net)).as("step %s", i).isEqualTo(Training.parameters(other));
      LearningRates.set(net, 0, rates[i]);
      setApart(other, rates[i]);
      assertThat(blocks(net)).isEqualTo(rates[i] == RATE ? 1 : 2);
    }
    Training.fit(net, 25, 27);
    Training.fit(other, 25, 27);
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(other));
  }

  /** Of a layer between two others, whose block falls into three. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void estimateGoesOnThroughSplitsAndMerges(NoiseAwareUpdater updater) {
    MultiLayerNetwork net = together(DataType.DOUBLE, updater);
    MultiLayerNetwork other = together(DataType.DOUBLE, updater);
    Training.fit(net, 0, 90);
    Training.fit(other, 0, 90);
    NoiseEstimate before = NetworkNoise.of(net).estimate();
    long samples = NetworkNoise.of(net).samples();
    for (double rate : new double[] {1e-3, RATE, 1e-3}) {
      LearningRates.set(net, 1, rate);
      assertThat(blocks(net)).isEqualTo(rate == RATE ? 1 : 3);
      assertThat(NetworkNoise.of(net).estimate()).isEqualTo(before);
      assertThat(NetworkNoise.of(net).samples()).isEqualTo(samples);
    }
    LearningRates.set(net, 1, RATE * (1 + 1e-14)); // three blocks that step as one
    for (int i = 0; i < 20; i++) { // as many as a new observation needs
      Training.fitOne(net, 12, i);
      Training.fitOne(other, 12, i);
      assertSameNoise(net, other);
      assertThat(NetworkNoise.of(net).gain())
          .isCloseTo(NetworkNoise.of(other).gain(), within(1e-9));
    }
    LearningRates.set(net, 1, RATE);
    assertThat(blocks(net)).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      Training.fitOne(net, 12, 20 + i);
      Training.fitOne(other, 12, 20 + i);
      assertSameNoise(net, other);
    }
    assertThat(NetworkNoise.of(net).estimate()).isNotEqualTo(before);
  }

  /** Between the parts of a step, and between steps. */
  @Test
  void accumulatedGradientsAreCarriedOver() {
    for (NoiseAwareUpdater updater :
        new NoiseAwareUpdater[] {
          NoiseAwareAdam.builder().learningRate(RATE).batchSize(24).accumulate(3).build(),
          NoiseAwareLamb.builder().learningRate(RATE).batchSize(24).accumulate(3).build()
        }) {
      MultiLayerNetwork net = together(DataType.FLOAT, updater);
      MultiLayerNetwork other = apart(DataType.FLOAT, updater);
      int done = 0;
      for (int next : new int[] {4, 5, 6, 7, 13}) {
        Training.fit(net, done, next);
        Training.fit(other, done, next);
        double rate = next % 2 == 0 ? RATE : 2e-3;
        LearningRates.set(net, 0, rate);
        setApart(other, rate);
        done = next;
      }
      Training.fit(net, done, 15);
      Training.fit(other, done, 15);
      assertThat(Training.parameters(net)).isEqualTo(Training.parameters(other));
      assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);
    }
  }

  /** A layer of DL4J's Adam beside ours: its moments stay. */
  @Test
  void statesOfOtherUpdatersStay() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(RATE).batchSize(8).build();
    NoiseAwareAdam same = adam.clone();
    MultiLayerNetwork net = network(DataType.FLOAT, new Adam(RATE), adam);
    MultiLayerNetwork other = network(DataType.FLOAT, new Adam(RATE), same);
    other.getLayer(2).getConfig().getUpdaterByParam("W").setLrAndSchedule(RATE * (1 + 1e-14), null);
    Training.fit(net, 0, 5);
    Training.fit(other, 0, 5);
    LearningRates.set(net, 1, 1e-3);
    LearningRates.set(other, 1, 1e-3);
    Training.fit(net, 5, 8);
    Training.fit(other, 5, 8);
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(other));
  }

  /** A tensor that only pretraining moves is behind all others, and its block with it. */
  @Test
  void tensorsOfPretraining() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(RATE).batchSize(8).build();
    MultiLayerNetwork net = autoEncoder(adam, adam);
    MultiLayerNetwork other = autoEncoder(adam.clone(), adam);
    for (int i = 1; i < 4; i++) { // the first step is not settled yet when the rate is set
      Training.fit(net, i - 1, i);
      Training.fit(other, i - 1, i);
      LearningRates.set(net, 0, 1e-3 * i);
      other.getLayer(0).getConfig().getUpdaterByParam("W").setLrAndSchedule(1e-3 * i, null);
    }
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(other));
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(NetworkNoise.of(other).steps()).isEqualTo(3);
    assertThat(Training.state(net).toDoubleVector())
        .isEqualTo(Training.state(other).toDoubleVector());
  }

  private static MultiLayerNetwork autoEncoder(NoiseAwareUpdater first, NoiseAwareUpdater last) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.base(DataType.FLOAT, last)
                .list()
                .layer(
                    new AutoEncoder.Builder().nIn(Networks.INPUTS).nOut(4).updater(first).build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }

  /** A step that nobody asked about is not settled yet; its gradient counts with all its bits. */
  @Test
  void lastStepCountsWithAllItsBits() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(RATE).batchSize(8).build();
    MultiLayerNetwork net = Networks.dense(DataType.DOUBLE, adam);
    MultiLayerNetwork other = Networks.dense(DataType.DOUBLE, adam);
    Training.fit(net, 0, 90);
    Training.fit(other, 0, 90);
    for (int i = 0; i < 20; i++) {
      double rate = i % 2 == 0 ? 1e-3 : RATE;
      NetworkNoise.of(other).estimate(); // settles the last step
      LearningRates.set(net, 0, rate);
      LearningRates.set(other, 0, rate);
      assertThat(Training.state(net).toDoubleVector())
          .isEqualTo(Training.state(other).toDoubleVector());
      Training.fit(net, 90 + i, 91 + i);
      Training.fit(other, 90 + i, 91 + i);
    }
  }

  /** What was told of the next batch holds, and an updater that nothing attached stays so. */
  @Test
  void whatWasToldOfTheNextBatchHolds() {
    MultiLayerNetwork net =
        Networks.dense(DataType.FLOAT, NoiseAwareAdam.builder().batchSize(8).build());
    Training.fit(net, 0, 2);
    NetworkNoise.of(net).nextBatch(5);
    LearningRates.set(net, 0, 1e-2);
    assertThat(NetworkBinding.isBound(net)).isFalse();
    Training.fit(net, 2, 3);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(2 * 8 + 5);
  }

  /** What was told before the rate was set is what would have been told after. */
  @Test
  void samplesAndPlanOfTheNextBatchHold() {
    GradientMoments samples = new GradientMoments(8, 8, 24, 1, 16);
    for (int accumulated : new int[] {1, 3}) {
      NoiseAwareAdam adam =
          NoiseAwareAdam.builder().learningRate(RATE).batchSize(8).accumulate(accumulated).build();
      MultiLayerNetwork before = together(DataType.FLOAT, adam);
      MultiLayerNetwork after = together(DataType.FLOAT, adam);
      Training.fit(before, 0, 4);
      Training.fit(after, 0, 4);
      double[] untold = Training.state(before).toDoubleVector();
      tell(before, samples, accumulated > 1);
      LearningRates.set(before, 0, 1e-3);
      LearningRates.set(after, 0, 1e-3);
      tell(after, samples, accumulated > 1);
      Training.fit(before, 4, 5);
      Training.fit(after, 4, 5);
      assertThat(NetworkNoise.of(before).steps())
          .isEqualTo(NetworkNoise.of(after).steps())
          .isEqualTo(accumulated > 1 ? 2 : 5);
      assertThat(Training.parameters(before)).isEqualTo(Training.parameters(after));
      assertThat(Training.state(before).toDoubleVector())
          .isEqualTo(Training.state(after).toDoubleVector())
          .isNotEqualTo(untold);
    }
  }

  private static void tell(MultiLayerNetwork net, GradientMoments samples, boolean last) {
    NetworkNoise.of(net).nextSamples(samples);
    if (last) {
      NetworkNoise.of(net).planLast(true);
    }
  }

  /** Before the first step there is nothing to carry, and the first step is one. */
  @Test
  void beforeTheFirstStep() {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(RATE).batchSize(8).build();
    MultiLayerNetwork net = together(DataType.FLOAT, adam);
    MultiLayerNetwork other = apart(DataType.FLOAT, adam);
    LearningRates.set(net, 0, 1e-3);
    setApart(other, 1e-3);
    Training.fit(net, 0, 3);
    Training.fit(other, 0, 3);
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(other));
  }

  /** A rate takes the place of a schedule, and a schedule that of a rate. */
  @Test
  void ratesAndSchedulesReplaceEachOther() {
    NoiseAwareAdam adam =
        NoiseAwareAdam.builder().learningRate(new FixedSchedule(RATE)).batchSize(8).build();
    MultiLayerNetwork net = together(DataType.FLOAT, adam);
    assertRates(net, RATE, RATE, RATE);
    LearningRates.set(net, 0, 1e-3);
    assertRates(net, 1e-3, RATE, RATE);
    LearningRates.set(net, 0, new FixedSchedule(2e-3));
    LearningRates.set(net, 1, 3e-3);
    assertRates(net, 2e-3, 3e-3, RATE);
    LearningRates.set(net, 4e-3);
    assertRates(net, 4e-3, 4e-3, 4e-3);
    LearningRates.set(net, new FixedSchedule(5e-3));
    assertRates(net, 5e-3, 5e-3, 5e-3);
    LearningRates.set(net, 6e-3);
    assertRates(net, 6e-3, 6e-3, 6e-3);
  }

  private static void assertRates(MultiLayerNetwork net, double... rates) {
    for (int i = 0; i < rates.length; i++) {
      assertThat(net.getLayer(i).getConfig().getUpdaterByParam("W").getLearningRate(0, 0))
          .as("layer %s", i)
          .isEqualTo(rates[i]);
    }
  }
}
