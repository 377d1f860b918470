package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.policy.LearningRateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's early stopping goes with our trainer as with its own. */
class EarlyStoppingTest {
  private static final DataSet DATA = Networks.clusters(DataType.DOUBLE, 30, 3);
  private static final DataSet HELD_OUT = Networks.clusters(DataType.DOUBLE, 20, 4);
  private static final int BATCH = 8;

  private static MultiLayerNetwork net(double rate) {
    return Networks.dense(DataType.DOUBLE, new Sgd(rate));
  }

  private static EarlyStoppingConfiguration.Builder<MultiLayerNetwork> configuration() {
    return new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
        .scoreCalculator(
            new DataSetLossCalculator(new ListDataSetIterator<>(HELD_OUT.asList(), 20), true))
        .modelSaver(new InMemoryModelSaver<>());
  }

  private static EarlyStoppingResult<MultiLayerNetwork> theirs(
      EarlyStoppingConfiguration<MultiLayerNetwork> configuration, double rate) {
    ListDataSetIterator<DataSet> data = new ListDataSetIterator<>(DATA.asList(), BATCH);
    return new EarlyStoppingTrainer(configuration, net(rate), data).fit();
  }

  private static EarlyStoppingResult<MultiLayerNetwork> ours(
      EarlyStoppingConfiguration<MultiLayerNetwork> configuration, double rate) {
    MultiLayerNetwork net = net(rate);
    return new NoiseAwareEarlyStopping<>(
            configuration, net, trainer(net, rate), TrainingData.inOrder(DATA))
        .fit();
  }

  private static NoiseAwareTrainer trainer(MultiLayerNetwork net, double rate) {
    return NoiseAwareTrainer.of(net)
        .optimizer(
            NoiseAware.sgd()
                .learningRate(rate)
                .momentum(0)
                .learningRateRule(LearningRateRule.fixed())
                .batchSize(BATCH))
        .maxMicroBatch(3)
        .build();
  }

  private static void assertSame(
      EarlyStoppingResult<MultiLayerNetwork> actual,
      EarlyStoppingResult<MultiLayerNetwork> expected) {
    assertThat(actual.getTerminationReason()).isEqualTo(expected.getTerminationReason());
    assertThat(actual.getTerminationDetails()).isEqualTo(expected.getTerminationDetails());
    assertThat(actual.getTotalEpochs()).isEqualTo(expected.getTotalEpochs());
    assertThat(actual.getBestModelEpoch()).isEqualTo(expected.getBestModelEpoch());
    // M2.1 reports the score field of the saved copy, which is 0
    double bestScore = expected.getScoreVsEpoch().get(expected.getBestModelEpoch());
    assertThat(actual.getBestModelScore()).isEqualTo(bestScore, within(1e-12));
    assertThat(actual.getScoreVsEpoch()).containsOnlyKeys(expected.getScoreVsEpoch().keySet());
    expected
        .getScoreVsEpoch()
        .forEach(
            (epoch, score) ->
                assertThat(actual.getScoreVsEpoch().get(epoch)).isEqualTo(score, within(1e-12)));
    double[] best = expected.getBestModel().params().toDoubleVector();
    assertThat(actual.getBestModel().params().toDoubleVector())
        .containsExactly(best, within(1e-12));
  }

  @Test
  void endsWithTheEpochsAsTheirs() {
    EarlyStoppingConfiguration.Builder<MultiLayerNetwork> builder =
        configuration()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(5))
            .evaluateEveryNEpochs(2)
            .saveLastModel(true);
    assertSame(ours(builder.build(), 0.1), theirs(builder.build(), 0.1));
  }

  @Test
  void endsWithoutImprovementAsTheirs() {
    EarlyStoppingConfiguration.Builder<MultiLayerNetwork> builder =
        configuration()
            .epochTerminationConditions(
                new MaxEpochsTerminationCondition(60),
                new ScoreImprovementEpochTerminationCondition(2, 0.02));
    EarlyStoppingResult<MultiLayerNetwork> theirs = theirs(builder.build(), 0.5);
    assertThat(theirs.getTotalEpochs()).isLessThan(60);
    assertSame(ours(builder.build(), 0.5), theirs);
  }

  @Test
  void endsInTheMiddleOfAnEpochAsTheirs() {
    EarlyStoppingResult<MultiLayerNetwork> theirs = theirs(endingAtStep(10), 0.1);
    assertThat(theirs.getTerminationReason())
        .isEqualTo(TerminationReason.IterationTerminationCondition);
    assertThat(theirs.getTotalEpochs()).isEqualTo(2);
    assertSame(ours(endingAtStep(10), 0.1), theirs);
    // M2.1 fails here: no model has been scored yet
    assertThat(ours(endingAtStep(2), 0.1).getBestModel()).isNull();
  }

  private static EarlyStoppingConfiguration<MultiLayerNetwork> endingAtStep(int step) {
    return configuration()
        .epochTerminationConditions(new MaxEpochsTerminationCondition(60))
        .iterationTerminationConditions(new StepCondition(step))
        .build();
  }

  /** Ends at a step. */
  private static final class StepCondition implements IterationTerminationCondition {
    private static final long serialVersionUID = 1;

    private final int last;
    private int steps;

    StepCondition(int last) {
      this.last = last;
    }

    @Override
    public void initialize() {
      steps = 0;
    }

    @Override
    public boolean terminate(double score) {
      steps++;
      return steps == last;
    }

    @Override
    public String toString() {
      return "step " + last;
    }
  }

  @Test
  void listenersHearEachEpochAndFailuresAreResults() {
    List<String> heard = new ArrayList<>();
    MultiLayerNetwork net = net(0.1);
    NoiseAwareEarlyStopping<MultiLayerNetwork> stopping =
        new NoiseAwareEarlyStopping<>(
            configuration()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
                .build(),
            net,
            trainer(net, 0.1),
            TrainingData.inOrder(DATA));
    stopping.setListener(listener(heard));
    stopping.fit();
    assertThat(heard).containsExactly("start", "epoch 0", "epoch 1", "end");
    assertThat(net.getEpochCount()).isEqualTo(2);

    NoiseAwareEarlyStopping<MultiLayerNetwork> failing =
        new NoiseAwareEarlyStopping<>(
            configuration()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
                .build(),
            net,
            trainer(net, 0.1),
            new FailingData(TrainingData.inOrder(DATA), 15));
    EarlyStoppingResult<MultiLayerNetwork> result = failing.fit();
    assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.Error);
    assertThat(result.getTerminationDetails()).contains("portion 15");
    assertThat(result.getBestModelEpoch()).isZero();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(failing::pretrain)
        .withMessageContaining("pretraining");
  }

  private static EarlyStoppingListener<MultiLayerNetwork> listener(List<String> heard) {
    return new EarlyStoppingListener<>() {
      @Override
      public void onStart(
          EarlyStoppingConfiguration<MultiLayerNetwork> configuration, MultiLayerNetwork net) {
        heard.add("start");
      }

      @Override
      public void onEpoch(
          int epoch,
          double score,
          EarlyStoppingConfiguration<MultiLayerNetwork> configuration,
          MultiLayerNetwork net) {
        heard.add("epoch " + epoch);
      }

      @Override
      public void onCompletion(EarlyStoppingResult<MultiLayerNetwork> result) {
        heard.add("end");
      }
    };
  }

  @Test
  void networkOfAnotherTrainerAndEmptyDataAreRefused() {
    MultiLayerNetwork net = net(0.1);
    NoiseAwareTrainer trainer = trainer(net, 0.1);
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        configuration().epochTerminationConditions(new MaxEpochsTerminationCondition(2)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NoiseAwareEarlyStopping<>(
                    configuration, net(0.1), trainer, TrainingData.inOrder(DATA)))
        .withMessageContaining("another network");
    assertThat(
            new NoiseAwareEarlyStopping<>(configuration, net, trainer, new NoData())
                .fit()
                .getTerminationDetails())
        .contains("no samples in a whole epoch");
  }

  /** Data without samples. */
  private static final class NoData extends FailingData {
    NoData() {
      super(TrainingData.inOrder(DATA), Integer.MAX_VALUE);
    }

    @Override
    public Optional<MultiDataSet> next(int samples) {
      return Optional.empty();
    }
  }
}
