package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** What the trainer does with both kinds of network, beside {@link NoiseAwareTrainerTest}. */
class TrainerKindsTest {
  private static final DataType TYPE = DataType.DOUBLE;
  private static final int BATCH = 23;
  private static final int STEPS = 6;

  private static NeuralNetConfiguration.Builder base() {
    return Networks.base(TYPE, new NoOp());
  }

  private static MultiDataSet dataFor(Model model) {
    return model instanceof MultiLayerNetwork
        ? Networks.clusters(TYPE, BATCH, 1).toMultiDataSet()
        : Networks.twoInputs(TYPE, BATCH, 1);
  }

  private static List<StepReport> train(
      Model model, NoiseAwareBuilder<?> optimizer, int maxMicroBatch) {
    List<StepReport> reports = new ArrayList<>();
    NoiseAwareTrainer.of(model)
        .optimizer(optimizer.learningRateRule(LearningRateRule.fixed()).batchSize(BATCH))
        .maxMicroBatch(maxMicroBatch)
        .listeners(reports::add)
        .build()
        .fit(TrainingData.inOrder(dataFor(model)), Budget.steps(STEPS));
    return reports;
  }

  private static void assertClose(Model actual, Model expected) {
    double[] x = Training.parameters(actual);
    double[] y = Training.parameters(expected);
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isEqualTo(y[i], within(1e-12 * (1 + Math.abs(y[i]))));
    }
  }

  @Test
  void lambInPartsEqualsLambOnTheWholeBatch() {
    for (Supplier<Model> network :
        List.<Supplier<Model>>of(
            () -> Networks.dense(base()), () -> Networks.plainGraph(base().l1(0.002)))) {
      Model whole = network.get();
      Model parts = network.get();
      train(whole, NoiseAware.lamb().learningRate(0.02).weightDecay(0.01), BATCH);
      train(parts, NoiseAware.lamb().learningRate(0.02).weightDecay(0.01), 5);
      assertClose(parts, whole);
      assertThat(Training.parameters(parts)).isNotEqualTo(Training.parameters(network.get()));
    }
  }

  /** As {@code fit} on the same frozen network; the optimizer decays none of its weights. */
  @Test
  void frozenLayersStay() {
    for (Supplier<Model> network :
        List.<Supplier<Model>>of(this::frozenLayers, this::frozenGraph)) {
      Model fitted = network.get();
      Model trained = network.get();
      trained.params().assign(fitted.params());
      for (int i = 0; i < STEPS; i++) {
        fit(fitted);
      }
      train(trained, NoiseAware.sgd().learningRate(0.1).momentum(0), BATCH);
      assertClose(trained, fitted);
      var frozen = NetworkLayout.of(trained).segments().list().getFirst();
      assertThat(frozen.name()).isIn("0_W", "a_W");
      double[] before = Training.parameters(trained);
      train(trained, NoiseAware.lamb().learningRate(0.02).weightDecay(0.1), 5);
      double[] after = Training.parameters(trained);
      for (int i = 0; i < frozen.length(); i++) {
        assertThat(after[i]).isEqualTo(before[i]);
      }
      assertThat(after).isNotEqualTo(before);
    }
  }

  private static void fit(Model model) {
    if (model instanceof MultiLayerNetwork net) {
      net.fit(Networks.clusters(TYPE, BATCH, 1));
    } else {
      ((ComputationGraph) model).fit(dataFor(model));
    }
  }

  private Model frozenLayers() {
    return new TransferLearning.Builder(Networks.batchNorm(base()))
        .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
        .setFeatureExtractor(0)
        .build();
  }

  private Model frozenGraph() {
    return Graphs.frozen(Networks.plain(TYPE));
  }

  /** Entries of batch-norm statistics are no derivatives: no norm that is reported has them. */
  @Test
  void normsAreWithoutBatchNormStatistics() {
    for (Supplier<Model> network :
        List.<Supplier<Model>>of(
            () -> Networks.batchNorm(Networks.plain(TYPE)),
            () -> Networks.graph(Networks.plain(TYPE)))) {
      Model fitted = network.get();
      double[] before = Training.parameters(fitted);
      fit(fitted);
      double[] after = Training.parameters(fitted);
      double squared = 0;
      double statistics = 0;
      for (var segment : NetworkLayout.of(fitted).segments().list()) {
        for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
          double gradient = (before[i] - after[i]) / 0.1;
          squared += segment.isGradient() ? gradient * gradient : 0;
          statistics += segment.isGradient() ? 0 : gradient * gradient;
        }
      }
      assertThat(statistics).isGreaterThan(1e-3 * squared);
      double norm =
          train(network.get(), NoiseAware.sgd().learningRate(0.1).momentum(0), BATCH)
              .getFirst()
              .gradient()
              .norm();
      assertThat(norm).isEqualTo(Math.sqrt(squared), within(1e-10 * norm));
    }
  }

  @Test
  void batchNormStatisticsOfAGraphAreAveragedOverMicroBatches() {
    ComputationGraph net = Networks.graph(Networks.base(TYPE, new Sgd(0)));
    MultiDataSet data = dataFor(net);
    double[] expected = new double[4];
    for (int[] part : new int[][] {{0, 12}, {12, BATCH}}) {
      ComputationGraph alone = Networks.graph(Networks.base(TYPE, new Sgd(0)));
      alone.fit(Rows.range(data, part[0], part[1]));
      double[] mean = alone.getLayer("norm").getParam("mean").toDoubleVector();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += mean[i] * (part[1] - part[0]) / BATCH;
      }
    }
    NoiseAwareTrainer.of(net)
        .optimizer(NoiseAware.sgd().learningRate(0).momentum(0).batchSize(BATCH))
        .maxMicroBatch(12)
        .build()
        .fit(TrainingData.inOrder(data), Budget.steps(1));
    double[] found = net.getLayer("norm").getParam("mean").toDoubleVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isEqualTo(expected[i], within(1e-12));
    }
  }
}
