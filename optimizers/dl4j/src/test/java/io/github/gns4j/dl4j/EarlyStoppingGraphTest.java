package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.policy.LearningRateRule;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;

/** {@link EarlyStoppingTest} for ComputationGraph. */
class EarlyStoppingGraphTest {
  private static final MultiDataSet DATA = Networks.twoInputs(DataType.DOUBLE, 8, 3);
  private static final MultiDataSet HELD_OUT = Networks.twoInputs(DataType.DOUBLE, 20, 4);

  private static EarlyStoppingConfiguration<ComputationGraph> configuration() {
    return new EarlyStoppingConfiguration.Builder<ComputationGraph>()
        .scoreCalculator(
            new DataSetLossCalculator(new SingletonMultiDataSetIterator(HELD_OUT), true))
        .modelSaver(new InMemoryModelSaver<>())
        .epochTerminationConditions(
            new MaxEpochsTerminationCondition(60),
            new ScoreImprovementEpochTerminationCondition(2, 0.01))
        .build();
  }

  private static ComputationGraph net() {
    return Networks.plainGraph(Networks.base(DataType.DOUBLE, new Sgd(0.3)));
  }

  @Test
  void endsAsTheirs() {
    EarlyStoppingResult<ComputationGraph> theirs =
        new EarlyStoppingGraphTrainer(
                configuration(), net(), new SingletonMultiDataSetIterator(DATA), null)
            .fit();
    ComputationGraph net = net();
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(
                NoiseAware.sgd()
                    .learningRate(0.3)
                    .momentum(0)
                    .learningRateRule(LearningRateRule.fixed())
                    .batchSize(8))
            .maxMicroBatch(3)
            .build();
    EarlyStoppingResult<ComputationGraph> ours =
        new NoiseAwareEarlyStopping<>(configuration(), net, trainer, TrainingData.inOrder(DATA))
            .fit();
    assertThat(ours.getTerminationReason()).isEqualTo(theirs.getTerminationReason());
    assertThat(ours.getTotalEpochs()).isEqualTo(theirs.getTotalEpochs()).isBetween(3, 59);
    assertThat(ours.getBestModelEpoch()).isEqualTo(theirs.getBestModelEpoch());
    double[] best = Training.parameters(theirs.getBestModel());
    assertThat(Training.parameters(ours.getBestModel())).containsExactly(best, within(1e-12));
  }
}
