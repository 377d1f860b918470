package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.dl4j.taps.GradientTaps;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Under plain fit the samples show the noise of the loss, whether the length of the mean gradient
 * comes from the pass that steps or, where that sees another gradient, from a pass of its own.
 */
class SteppedSamplesTest {
  private static final DataType TYPE = DataType.DOUBLE;

  /** What changes between the gradient of the loss and the updaters. */
  enum Change {
    NONE(true),
    L2(false),
    L1(false),
    DECAY_AFTER_THE_UPDATER(true),
    CLIPPED(false),
    BIASES_BY_ANOTHER_UPDATER(false),
    BIASES_BY_ANOTHER_GROUP(true),
    ACCUMULATED(true);

    private final boolean reachesUpdaters;

    Change(boolean reachesUpdaters) {
      this.reachesUpdaters = reachesUpdaters;
    }

    MultiLayerNetwork network() {
      NeuralNetConfiguration.Builder base = Networks.base(TYPE, new NoiseAwareSgd(0));
      return Networks.dense(
          switch (this) {
            case NONE -> base;
            case L2 -> base.l2(0.3);
            case L1 -> base.l1(0.1);
            case DECAY_AFTER_THE_UPDATER -> base.weightDecay(0.01);
            case CLIPPED ->
                base.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(1e-3);
            case BIASES_BY_ANOTHER_UPDATER -> base.biasUpdater(new Sgd(0));
            case BIASES_BY_ANOTHER_GROUP ->
                base.biasUpdater(NoiseAwareSgd.builder().learningRate(0).momentum(0.5).build());
            case ACCUMULATED ->
                base.updater(NoiseAwareSgd.builder().learningRate(0).accumulate(2).build());
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void noiseIsThatOfTheLoss(Change change) {
    MultiLayerNetwork net = change.network();
    if (change == Change.ACCUMULATED) {
      Attachment.attach(net);
    }
    DataSet data = Networks.clusters(TYPE, PerSampleNoiseTest.BATCH, 5);
    // Of two batches that are accumulated the last one speaks for the step.
    DataSet first =
        change == Change.ACCUMULATED ? Networks.clusters(TYPE, PerSampleNoiseTest.BATCH, 6) : data;
    double[] expected =
        PerSampleNoiseTest.ofSamples(Networks.dense(Networks.plain(TYPE)), data.toMultiDataSet());
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    for (int step = 0; step < PerSampleNoiseTest.STEPS; step++) {
      net.fit(first);
      net.fit(data);
    }
    PerSampleNoiseTest.assertSame(NetworkNoise.of(net).euclidean(), expected);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void knowsWhatReachesTheUpdaters(Change change) {
    MultiLayerNetwork net = change.network();
    assertThat(reaches(net)).isEqualTo(change.reachesUpdaters);
  }

  private static boolean reaches(MultiLayerNetwork net) {
    return MeanGradients.reachUpdaters(NetworkLayout.of(net), GradientTaps.of(net).segments());
  }

  @Test
  void layersWithoutTapsDoNotCount() {
    assertThat(reaches(Networks.recurrent(Networks.base(TYPE, new NoiseAwareSgd(0))))).isFalse();
  }

  @Test
  void frozenLayersDoNotMatter() {
    MultiLayerNetwork net =
        new TransferLearning.Builder(Change.NONE.network())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new NoiseAwareSgd(0)).build())
            .setFeatureExtractor(0)
            .build();
    assertThat(reaches(net)).isTrue();
  }

  @Test
  void graph() {
    ComputationGraph net = Networks.plainGraph(Networks.base(TYPE, new NoiseAwareAdam(0)));
    MultiDataSet data = Networks.twoInputs(TYPE, PerSampleNoiseTest.BATCH, 5);
    double[] expected =
        PerSampleNoiseTest.ofSamples(Networks.plainGraph(Networks.plain(TYPE)), data);
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    for (int step = 0; step < PerSampleNoiseTest.STEPS; step++) {
      net.fit(data);
    }
    PerSampleNoiseTest.assertSame(NetworkNoise.of(net).euclidean(), expected);
  }
}
