package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The snippets of docs/guide/dl4j.md compile, run, and are those of the page. */
class GuideTest {
  private static DataSet data() {
    DataSet clusters = Networks.clusters(DataType.FLOAT, 96, 1);
    INDArray four = clusters.getFeatures().getColumns(0, 1, 2, 3);
    return new DataSet(four, clusters.getLabels());
  }

  private static MultiLayerNetwork network() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(NoiseAwareAdam.builder().learningRate(1e-3).batchSize(64).build())
            .list()
            .layer(new DenseLayer.Builder().nIn(4).nOut(16).build())
            .layer(new OutputLayer.Builder().nIn(16).nOut(3).activation(Activation.SOFTMAX).build())
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
  }

  @Test
  void updater() {
    MultiLayerNetwork net = network();
    DataSetIterator iterator = new ListDataSetIterator<>(data().asList(), 32);
    net.setListeners(new NoiseAwareListener(report -> System.out.println(report.noise())));
    net.setListeners();
    net.fit(iterator, 2);
    NoiseEstimate noise = NetworkNoise.of(net).estimate();
    assertThat(noise).isInstanceOf(NoiseEstimate.NotReady.class);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(6);
  }

  @Test
  void rates() {
    MultiLayerNetwork net = network();
    net.fit(data());
    LearningRates.set(net, 0, 1e-4); // a pretrained layer moves slowly
    LearningRates.set(net, 1e-3); // and later as all do
    assertThat(net.getLearningRate(0)).isEqualTo(1e-3);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nIn(16).nOut(3).activation(Activation.SOFTMAX).build();
  }

  @Test
  void attached() {
    DataSetIterator iterator = new ListDataSetIterator<>(data().asList(), 12);
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(
                NoiseAwareLamb.builder()
                    .learningRate(2e-3)
                    .weightDecay(0.01)
                    .batchSize(64)
                    .accumulate(4)
                    .build())
            .graphBuilder()
            .addInputs("in")
            .addLayer("dense", new DenseLayer.Builder().nIn(4).nOut(16).build(), "in")
            .addLayer("norm", new BatchNormalization.Builder().nOut(16).build(), "dense")
            .addLayer("out", output(), "norm")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    Attachment.attach(graph);
    graph.fit(iterator, 2);
    assertThat(NetworkNoise.of(graph).steps()).isEqualTo(4);
  }

  @Test
  void sameDiff() {
    DataSet data = data();
    SameDiff graph = SameDiff.create();
    SDVariable in = graph.placeHolder("in", DataType.FLOAT, -1, 4);
    SDVariable labels = graph.placeHolder("labels", DataType.FLOAT, -1, 3);
    SDVariable weights = graph.var("weights", Nd4j.rand(DataType.FLOAT, 4, 3));
    graph.loss().softmaxCrossEntropy("loss", labels, in.mmul(weights), null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(NoiseAwareLamb.builder().learningRate(2e-3).batchSize(16).build())
            .dataSetFeatureMapping("in")
            .dataSetLabelMapping("labels")
            .build());
    Attachment.attach(graph);
    graph.fit(data);
    NoiseEstimate noise = NetworkNoise.of(graph).estimate();
    assertThat(noise).isInstanceOf(NoiseEstimate.NotReady.class);
  }

  @Test
  void iterator() {
    MultiLayerNetwork net = network();
    DataSet data = data();
    NoiseAwareIterator batches =
        NoiseAwareIterator.of(
            net,
            TrainingData.shuffled(data, 42),
            BatchRule.critical(1).between(16, 1024).startingAt(16));
    net.fit(batches, 3);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(3 * 96);
  }

  @Test
  void trainer(@TempDir Path directory) {
    MultiLayerNetwork net = network();
    DataSet data = data();
    DataSetIterator test = new ListDataSetIterator<>(data.asList(), 32);
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.lamb().learningRate(2e-3).weightDecay(0.01))
            .batch(BatchRule.timeOptimal().between(16, 4096).startingAt(64))
            .maxMicroBatch(512)
            .metric("accuracy", model -> net.evaluate(test).accuracy())
            .checkpoint(directory.resolve("run.gns4j"), 100)
            .build();
    TrainingSummary summary =
        trainer.fit(
            TrainingData.shuffled(data, 42), Budget.epochs(5).orSeconds(60).untilMetric(0.97));
    assertThat(summary.metric()).isPresent();
  }

  @Test
  void recurrent() {
    MultiLayerNetwork net = Networks.recurrent(Networks.plain(DataType.FLOAT));
    DataSet sequences = Networks.sequences(DataType.FLOAT, 40, 6, 1);
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.adam().learningRate(1e-2).clipping(Clipping.relative(3)))
            .batch(BatchRule.critical(1).between(8, 512).startingAt(8))
            .maxMicroBatch(128)
            .build();
    trainer.fit(TrainingData.shuffled(sequences, 1), Budget.steps(5));
    assertThat(trainer.optimizer().samples()).isEqualTo(5 * 8);
  }

  @Test
  void average() {
    MultiLayerNetwork net = network();
    DataSet data = data();
    DataSetIterator test = new ListDataSetIterator<>(data.asList(), 32);
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.adam().learningRate(1e-3).batchSize(32))
            .average(WeightAverage.exponential(0.999, 32))
            .metric("accuracy", model -> net.evaluate(test).accuracy())
            .build();
    trainer.fit(data, Budget.epochs(3));
    double loss = trainer.withAverage(model -> net.score(data));
    trainer.close();
    assertThat(loss).isPositive().isEqualTo(net.score(data));
  }

  @Test
  void customLoop() {
    INDArray weights = Nd4j.ones(DataType.FLOAT, 8);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.adam().batchSize(32).forParameters(NdArrays.parameters("weights", weights))) {
      for (int i = 0; i < 10; i++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          try (NdLoan gradient = NdLoan.reading("gradient", gradientOf(weights, micro.samples()))) {
            optimizer.accumulate(gradient.array(), micro);
            optimizer.step();
          }
        }
      }
    }
    assertThat(weights.getDouble(0)).isLessThan(1);
  }

  /** Gradient of half the square, whatever the samples. */
  private static INDArray gradientOf(INDArray weights, int samples) {
    assertThat(samples).isEqualTo(32);
    return weights.dup();
  }

  @Test
  void pageShowsThisCode() throws IOException {
    GuidePage.assertShows("dl4j.md", GuideTest.class, 11);
  }
}
