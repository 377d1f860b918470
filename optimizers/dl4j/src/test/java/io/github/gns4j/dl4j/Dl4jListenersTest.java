package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.policy.LearningRateRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's own listeners see under the trainer what they see under {@code fit}. */
class Dl4jListenersTest {
  private static final int BATCH = 8;
  private static final int EPOCHS = 3;
  private static final DataSet DATA = Networks.clusters(DataType.DOUBLE, 30, 3);
  private static final DataSet HELD_OUT = Networks.clusters(DataType.DOUBLE, 40, 4);

  private static MultiLayerNetwork net() {
    return Networks.dense(Networks.base(DataType.DOUBLE, new Sgd(0.3)));
  }

  private static void fit(MultiLayerNetwork net, TrainingListener... listeners) {
    net.setListeners(listeners);
    net.fit(new ListDataSetIterator<>(DATA.asList(), BATCH), EPOCHS);
  }

  private static void train(MultiLayerNetwork net, TrainingListener... listeners) {
    net.setListeners(listeners);
    NoiseAwareTrainer.of(net)
        .optimizer(
            NoiseAware.sgd()
                .learningRate(0.3)
                .momentum(0)
                .learningRateRule(LearningRateRule.fixed())
                .batchSize(BATCH))
        .build()
        .fit(TrainingData.inOrder(DATA), Budget.epochs(EPOCHS));
  }

  @Test
  void statsListenerCollectsTheSame() {
    InMemoryStatsStorage theirs = new InMemoryStatsStorage();
    InMemoryStatsStorage ours = new InMemoryStatsStorage();
    fit(net(), new StatsListener(theirs, 1));
    train(net(), new StatsListener(ours, 1));
    List<StatsReport> expected = reports(theirs);
    List<StatsReport> actual = reports(ours);
    assertThat(expected).hasSize(EPOCHS * 4);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).getIterationCount()).isEqualTo(expected.get(i).getIterationCount());
      assertThat(actual.get(i).getScore()).isEqualTo(expected.get(i).getScore(), within(1e-12));
      assertSameMagnitudes(actual.get(i), expected.get(i), StatsType.Parameters);
      assertSameMagnitudes(actual.get(i), expected.get(i), StatsType.Gradients);
      assertSameMagnitudes(actual.get(i), expected.get(i), StatsType.Activations);
    }
  }

  private static void assertSameMagnitudes(
      StatsReport actual, StatsReport expected, StatsType type) {
    Map<String, Double> values = expected.getMeanMagnitudes(type);
    assertThat(values).as("%s", type).isNotEmpty();
    assertThat(actual.getMeanMagnitudes(type)).containsOnlyKeys(values.keySet());
    values.forEach(
        (name, value) ->
            assertThat(actual.getMeanMagnitudes(type).get(name))
                .as("%s of %s", type, name)
                .isEqualTo(value, within(1e-9)));
  }

  static List<StatsReport> reports(InMemoryStatsStorage storage) {
    String session = storage.listSessionIDs().getFirst();
    String type = storage.listTypeIDsForSession(session).getFirst();
    List<StatsReport> reports = new ArrayList<>();
    for (Persistable update : storage.getAllUpdatesAfter(session, type, -1)) {
      reports.add((StatsReport) update);
    }
    reports.sort(Comparator.comparingInt(StatsReport::getIterationCount));
    return reports;
  }

  /** Validation within and after epochs sees the same network, and leaves training as it is. */
  @Test
  void evaluationsSeeTheSameAndDisturbNothing() {
    MultiLayerNetwork fitted = net();
    MultiLayerNetwork trained = net();
    MultiLayerNetwork alone = net();
    List<Double> expected = new ArrayList<>();
    List<Double> actual = new ArrayList<>();
    fit(
        fitted,
        evaluation(InvocationType.ITERATION_END, 2, expected),
        evaluation(InvocationType.EPOCH_END, 1, expected));
    train(
        trained,
        evaluation(InvocationType.ITERATION_END, 2, actual),
        evaluation(InvocationType.EPOCH_END, 1, actual));
    train(alone);
    assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(EPOCHS);
    assertThat(trained.params().toDoubleVector()).isEqualTo(alone.params().toDoubleVector());
  }

  private static EvaluativeListener evaluation(
      InvocationType when, int frequency, List<Double> accuracies) {
    EvaluativeListener listener =
        new EvaluativeListener(new ListDataSetIterator<>(HELD_OUT.asList(), 20), frequency, when);
    listener.setCallback(
        (caller, model, calls, evaluations) -> {
          for (IEvaluation<?> evaluation : evaluations) {
            accuracies.add(((Evaluation) evaluation).accuracy());
          }
        });
    return listener;
  }
}
