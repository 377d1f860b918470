package io.github.gns4j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.dl4j.TrainingSummary;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.monitor.tensorboard.TensorBoardLog;
import io.github.gns4j.monitor.web.Dashboard;
import io.github.gns4j.monitor.web.Report;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The snippets of the README and of the guide's pages that have no test of their own. */
class GuideSnippetsTest {
  private static final int INPUTS = 20;

  @TempDir Path directory;
  private final HostArray parameters = HostArray.copyOf(new float[INPUTS]);
  private final Samples data = new Samples();
  private MultiLayerNetwork net;
  private DataSet digits;

  /** Samples of a linear map with noise. */
  private static final class Samples {
    private final SplittableRandom random = new SplittableRandom(1);

    Batch next(int samples) {
      double[][] inputs = new double[samples][INPUTS];
      double[] targets = new double[samples];
      for (int i = 0; i < samples; i++) {
        targets[i] = random.nextGaussian();
        for (int j = 0; j < INPUTS; j++) {
          inputs[i][j] = random.nextGaussian();
          targets[i] += inputs[i][j] * (j - 10) / 10;
        }
      }
      return new Batch(inputs, targets);
    }
  }

  private record Batch(double[][] inputs, double[] targets) {}

  private static HostArray gradientOf(HostArray parameters, Batch batch) {
    double[] gradient = new double[INPUTS];
    for (int i = 0; i < batch.targets().length; i++) {
      double error = -batch.targets()[i];
      for (int j = 0; j < INPUTS; j++) {
        error += batch.inputs()[i][j] * parameters.get(j);
      }
      for (int j = 0; j < INPUTS; j++) {
        gradient[j] += error * batch.inputs()[i][j] / batch.targets().length;
      }
    }
    float[] narrow = new float[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      narrow[j] = (float) gradient[j];
    }
    return HostArray.copyOf(narrow);
  }

  @BeforeEach
  void network() {
    SplittableRandom random = new SplittableRandom(2);
    INDArray inputs = Nd4j.zeros(256, 784);
    INDArray labels = Nd4j.zeros(256, 10);
    for (int i = 0; i < 256; i++) {
      int label = random.nextInt(10);
      labels.putScalar(i, label, 1);
      for (int j = 0; j < 20; j++) {
        inputs.putScalar(i, 20 * label + j, random.nextDouble());
      }
    }
    digits = new DataSet(inputs, labels);
    net = new MultiLayerNetwork(configuration());
    net.init();
  }

  private static MultiLayerConfiguration configuration() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(NoiseAwareAdam.builder().learningRate(1e-3).batchSize(64).build())
            .list()
            .layer(new DenseLayer.Builder().nIn(784).nOut(32).activation(Activation.RELU).build())
            .layer(
                new OutputLayer.Builder().nIn(32).nOut(10).activation(Activation.SOFTMAX).build())
            .build();
    return configuration;
  }

  @Test
  void trainerThatFindsRateAndBatch() {
    TrainingData training = TrainingData.shuffled(digits, 42);
    RunLog log = RunLog.to(directory.resolve("runs"));
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net).optimizer(NoiseAware.auto()).listeners(log).build()) {
      TrainingSummary summary = trainer.fit(training, Budget.epochs(2));
      System.out.println(summary);
    }
    assertThat(log.file()).isNotEmptyFile();
  }

  @Test
  void loopOfOnesOwn() {
    double before = squaredError();
    try (NoiseAwareOptimizer optimizer = NoiseAware.auto().forParameters(parameters)) {
      while (optimizer.steps() < 1_000) {
        List<Batch> parts = new ArrayList<>();
        for (MicroBatch micro : optimizer.nextBatch()) {
          parts.add(data.next(micro.samples()));
          optimizer.accumulate(gradientOf(parameters, parts.getLast()), micro);
        }
        StepReport report =
            optimizer.step(micro -> gradientOf(parameters, parts.get(micro.index())));
        if (report.step() % 100 == 0) {
          System.out.println(report.noise() + ": " + report.decision().batch().reason());
        }
      }
    }
    assertThat(squaredError()).isLessThan(before / 10);
  }

  private double squaredError() {
    double sum = 0;
    for (int j = 0; j < INPUTS; j++) {
      double error = parameters.get(j) - (j - 10) / 10.0;
      sum += error * error;
    }
    return sum;
  }

  @Test
  void loopWithRateAndBatchRule() {
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.adam()
            .learningRate(1e-3)
            .batch(BatchRule.timeOptimal().between(16, 4096).startingAt(64))
            .maxMicroBatch(512)
            .kernels(Kernels.select())
            .forParameters(parameters)) {
      for (MicroBatch micro : optimizer.nextBatch()) {
        optimizer.accumulate(gradientOf(parameters, data.next(micro.samples())), micro);
      }
      assertThat(optimizer.step().batch().samples()).isEqualTo(64);
    }
  }

  @Test
  void migrated() {
    DataSetIterator iterator = new ListDataSetIterator<>(digits.asList(), 64);
    net.fit(iterator, 2);
    assertThat(net.params().isNaN().any()).isFalse();
  }

  @Test
  void watched() throws IOException {
    TrainingData training = TrainingData.shuffled(digits, 1);
    int port = 0;
    RunLog log = RunLog.to(directory.resolve("runs"));
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .listeners(log, Dashboard.onPort(port), TensorBoardLog.to(directory.resolve("events")))
            .build()) {
      trainer.fit(training, Budget.epochs(1));
    }
    Report.write(log.file(), directory.resolve("report.html"));
    assertThat(Files.readString(directory.resolve("report.html"))).contains("noise");
  }
}
