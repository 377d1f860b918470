package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** What dropout draws depends on seed, step and micro-batch, and on nothing else. */
class DropoutSeedTest {
  /** Gradients of 6 micro-batches in 3 steps on the same sample, at parameters that stay. */
  private static List<String> gradients(NoiseAwareTrainerBuilder builder, MultiLayerNetwork net) {
    List<String> seen = new ArrayList<>();
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onBackwardPass(Model model) {
            seen.add(Arrays.toString(net.getFlattenedGradients().toFloatVector()));
          }
        });
    DataSet one = Networks.clusters(DataType.FLOAT, 1, 5);
    DataSet data = DataSet.merge(List.of(one, one, one, one, one, one));
    builder
        .optimizer(NoiseAware.sgd().learningRate(0).momentum(0).batchSize(2))
        .maxMicroBatch(1)
        .build()
        .fit(TrainingData.inOrder(data), Budget.epochs(1));
    return seen;
  }

  private static MultiLayerNetwork net() {
    return Networks.dense(Networks.base(DataType.FLOAT, new NoOp()).dropOut(0.5));
  }

  private static List<String> seeded(long seed) {
    MultiLayerNetwork net = net();
    return gradients(NoiseAwareTrainer.of(net).seed(seed), net);
  }

  @Test
  void everyMicroBatchDrawsItsOwnAndEveryRunTheSame() {
    List<String> first = seeded(1);
    assertThat(first).hasSize(6).doesNotHaveDuplicates();
    assertThat(seeded(1)).isEqualTo(first);
    assertThat(seeded(2)).doesNotContainAnyElementsOf(first);
  }

  @Test
  void seedIsThatOfTheNetworkUnlessSet() {
    MultiLayerNetwork net = net();
    assertThat(gradients(NoiseAwareTrainer.of(net), net)).isEqualTo(seeded(7));
  }
}
