package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.taps.GradientTaps;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.statistics.GradientMoments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** One batch tells its noise: under plain fit and under the trainer. */
class PerSampleNoiseTest {
  private static final DataType TYPE = DataType.DOUBLE;
  static final int BATCH = 24;
  static final int STEPS = 20;

  /**
   * With the rate 0 and the same batch in each step all averages are of the same numbers: {@code S
   * = Σ|g_i − ḡ|²/(n − 1)} and {@code D = |ḡ|² − S/n} of that batch, from its samples one by one.
   */
  static double[] ofSamples(Model net, org.nd4j.linalg.dataset.api.MultiDataSet data) {
    NetworkAdapter network = NetworkAdapter.of(net);
    Penalties penalties = Penalties.of(NetworkLayout.of(net));
    int parameters = (int) network.gradients().length();
    double[] mean = new double[parameters];
    double squares = 0;
    for (int i = 0; i < BATCH; i++) {
      network.gradient(Rows.range(data, i, i + 1));
      penalties.add(network, 1);
      double[] gradient = network.gradients().dup().data().asDouble();
      for (int k = 0; k < parameters; k++) {
        mean[k] += gradient[k] / BATCH;
        squares += gradient[k] * gradient[k];
      }
    }
    double meanSquared = 0;
    for (double m : mean) {
      meanSquared += m * m;
    }
    double s = (squares - BATCH * meanSquared) / (BATCH - 1);
    return new double[] {s, meanSquared - s / BATCH};
  }

  static void assertSame(NoiseEstimate estimate, double[] expected) {
    double trace =
        switch (estimate) {
          case NoiseEstimate.Resolved known -> known.traceSigma();
          case NoiseEstimate.Unresolved known -> known.traceSigma();
          default -> throw new AssertionError(estimate.toString());
        };
    double signal =
        switch (estimate) {
          case NoiseEstimate.Resolved known -> known.signalSquared();
          case NoiseEstimate.Unresolved known -> known.signalSquared();
          default -> throw new AssertionError(estimate.toString());
        };
    assertThat(trace).isCloseTo(expected[0], within(1e-9 * expected[0]));
    assertThat(signal).isCloseTo(expected[1], within(1e-9 * expected[0]));
    assertThat(estimate)
        .isInstanceOfSatisfying(
            NoiseEstimate.Resolved.class,
            known -> assertThat(known.kind()).isEqualTo(EstimateKind.PER_SAMPLE));
  }

  /** Micro-batches, L1 and L2 make no difference to what the samples show. */
  @ParameterizedTest
  @ValueSource(ints = {BATCH, 7})
  void trainerWithPenalties(int maxMicroBatch) {
    MultiLayerNetwork net = Networks.dense(Networks.plain(TYPE).l2(0.3).l1(0.1));
    DataSet data = Networks.clusters(TYPE, BATCH, 5);
    double[] expected = ofSamples(net, data.toMultiDataSet());
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.sgd().learningRate(0).batchSize(BATCH))
            .maxMicroBatch(maxMicroBatch)
            .sampleNorms(GradientTaps.of(net))
            .build()) {
      trainer.fit(data, Budget.steps(STEPS));
      assertSame(trainer.optimizer().noise(), expected);
      assertSame(trainer.optimizer().euclideanNoise(), expected);
    }
  }

  @Test
  void trainerOfAGraph() {
    ComputationGraph net = Networks.plainGraph(Networks.plain(TYPE));
    MultiDataSet data = Networks.twoInputs(TYPE, BATCH, 5);
    double[] expected = ofSamples(net, data);
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.adam().learningRate(0).batchSize(BATCH))
            .sampleNorms(GradientTaps.of(net))
            .build()) {
      trainer.fit(TrainingData.shuffled(data, 1), Budget.steps(STEPS));
      assertSame(trainer.optimizer().euclideanNoise(), expected);
    }
  }

  @Test
  void partOfANetworkLeavesTheEstimateOfAllAlone() {
    MultiLayerNetwork net = Networks.recurrent(Networks.plain(TYPE));
    DataSet data = Networks.sequences(TYPE, BATCH, 4, 5);
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.sgd().learningRate(0).batchSize(BATCH))
            .sampleNorms(GradientTaps.of(net))
            .build()) {
      trainer.fit(data, Budget.steps(STEPS));
      assertThat(trainer.optimizer().noise()).isInstanceOf(NoiseEstimate.Resolved.class);
      assertThat(trainer.optimizer().euclideanNoise()).isInstanceOf(NoiseEstimate.NotReady.class);
    }
  }

  @Test
  void trainerResumesWithTheSameBits() throws IOException {
    DataSet samples = Networks.clusters(TYPE, 5 * BATCH, 6);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    NoiseEstimate expected;
    try (NoiseAwareTrainer straight = trainer()) {
      TrainingData data = TrainingData.shuffled(samples, 1);
      straight.fit(data, Budget.steps(7));
      straight.save(saved);
      straight.fit(data, Budget.steps(9));
      expected = straight.optimizer().noise();
    }
    try (NoiseAwareTrainer resumed = trainer()) {
      resumed.restore(new ByteArrayInputStream(saved.toByteArray()));
      resumed.fit(TrainingData.shuffled(samples, 1), Budget.steps(9));
      assertThat(resumed.optimizer().noise()).isEqualTo(expected);
    }
  }

  private static NoiseAwareTrainer trainer() {
    MultiLayerNetwork net = Networks.dense(Networks.plain(TYPE));
    return NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.sgd().learningRate(0.05).batchSize(BATCH))
        .maxMicroBatch(10)
        .sampleNorms(GradientTaps.of(net))
        .build();
  }

  @Test
  void plainFit() {
    MultiLayerNetwork net = Networks.dense(TYPE, new NoiseAwareSgd(0));
    DataSet data = Networks.clusters(TYPE, BATCH, 5);
    double[] expected = ofSamples(net, data.toMultiDataSet());
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    for (int step = 0; step < STEPS; step++) {
      net.fit(data);
    }
    assertSame(NetworkNoise.of(net).estimate(), expected);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo((long) STEPS * BATCH);
  }

  @Test
  void plainFitResumesFromModelSerializer() throws IOException {
    DataSet data = Networks.clusters(TYPE, BATCH, 6);
    MultiLayerNetwork straight = listening(Networks.dense(TYPE, new NoiseAwareSgd(0.05)));
    fit(straight, data, 7);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    ModelSerializer.writeModel(straight, saved, true);
    fit(straight, data, 6);
    MultiLayerNetwork resumed =
        listening(
            ModelSerializer.restoreMultiLayerNetwork(
                new ByteArrayInputStream(saved.toByteArray()), true));
    fit(resumed, data, 6);
    assertThat(resumed.params()).isEqualTo(straight.params());
    assertThat(NetworkNoise.of(resumed).estimate())
        .isEqualTo(NetworkNoise.of(straight).estimate())
        .isInstanceOf(NoiseEstimate.Resolved.class);
  }

  private static MultiLayerNetwork listening(MultiLayerNetwork net) {
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    return net;
  }

  private static void fit(MultiLayerNetwork net, DataSet data, int steps) {
    for (int step = 0; step < steps; step++) {
      net.fit(data);
    }
  }

  @Test
  void badArgumentsAreNamed() {
    MultiLayerNetwork net = Networks.dense(TYPE, new NoiseAwareSgd(0.05));
    assertThatThrownBy(
            () -> NetworkNoise.of(net).nextSamples(new GradientMoments(2, 6, 1, 0.1, 0.4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("moments have 2 groups of 6 samples, allowed: a group for each sample");
    assertThatThrownBy(() -> NoiseAwareTrainer.of(net).sampleNorms(null))
        .isInstanceOf(NullPointerException.class);
    net.conf().setMiniBatch(false);
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    assertThatThrownBy(() -> net.fit(Networks.clusters(TYPE, 4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("miniBatch(false)");
  }
}
