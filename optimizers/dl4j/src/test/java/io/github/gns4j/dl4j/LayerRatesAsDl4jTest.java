package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The rate of a layer against DL4J's updaters and its {@code setLearningRate}: the same parameters
 * after any changes. ε is as good as 0, where it stands does not matter then.
 */
class LayerRatesAsDl4jTest {
  private static final double EPSILON = 1e-200;
  private static final double RATE = 1e-2;

  private static NeuralNetConfiguration.Builder theirs() {
    return Networks.base(DataType.DOUBLE, new Adam(RATE, 0.9, 0.999, EPSILON));
  }

  private static NeuralNetConfiguration.Builder ours() {
    return Networks.base(DataType.DOUBLE, adam());
  }

  private static NoiseAwareAdam adam() {
    return NoiseAwareAdam.builder()
        .learningRate(RATE)
        .epsilon(EPSILON)
        .batchSize(Training.BATCH)
        .build();
  }

  private static <M extends Model> void changeAndCompare(
      M theirs, M ours, BiConsumer<M, Double> theirChange, BiConsumer<M, Double> ourChange) {
    Training.fit(theirs, 0, 4);
    Training.fit(ours, 0, 4);
    double[] rates = {1e-3, 3e-3, RATE, 0, RATE}; // splits, stays, merges, splits, merges
    for (int i = 0; i < rates.length; i++) {
      theirChange.accept(theirs, rates[i]);
      ourChange.accept(ours, rates[i]);
      Training.fit(theirs, 4 + 3 * i, 7 + 3 * i);
      Training.fit(ours, 4 + 3 * i, 7 + 3 * i);
      assertThat(Training.parameters(ours))
          .as("after rate %s", rates[i])
          .containsExactly(Training.parameters(theirs), within(1e-12));
    }
    assertThat(NetworkNoise.of(ours).steps()).isEqualTo(19);
  }

  @Test
  void layerByNumber() {
    changeAndCompare(
        Networks.batchNorm(theirs()),
        Networks.batchNorm(ours()),
        (net, rate) -> net.setLearningRate(2, rate),
        (net, rate) -> LearningRates.set(net, 2, rate));
    changeAndCompare(
        Networks.dense(theirs()),
        Networks.dense(ours()),
        (net, rate) -> net.setLearningRate(0, new FixedSchedule(rate)),
        (net, rate) -> LearningRates.set(net, 0, new FixedSchedule(rate)));
  }

  @Test
  void layerByName() {
    for (String layer : new String[] {"a", "b", "out"}) {
      changeAndCompare(
          Networks.plainGraph(theirs()),
          Networks.plainGraph(ours()),
          (net, rate) -> net.setLearningRate(layer, rate),
          (net, rate) -> LearningRates.set(net, layer, rate));
    }
    ISchedule schedule = new FixedSchedule(2e-3);
    changeAndCompare(
        Networks.plainGraph(theirs()),
        Networks.plainGraph(ours()),
        (net, rate) -> net.setLearningRate("b", schedule),
        (net, rate) -> LearningRates.set(net, "b", schedule));
  }

  /** DL4J leaves an updater of biases alone; where rates become equal, weights and biases merge. */
  @Test
  void biasesWithAnUpdaterOfTheirOwnKeepTheirRate() {
    NoiseAwareAdam ourBias = adam();
    ourBias.setLrAndSchedule(1e-3, null);
    changeAndCompare(
        Networks.dense(theirs().biasUpdater(new Adam(1e-3, 0.9, 0.999, EPSILON))),
        Networks.dense(ours().biasUpdater(ourBias)),
        (net, rate) -> net.setLearningRate(1, rate),
        (net, rate) -> LearningRates.set(net, 1, rate));
  }

  /** One rate for all merges layers, of which one had a rate of its own. */
  @Test
  void rateForAllMergesLayers() {
    this.<MultiLayerNetwork>oneForAll(
        Networks.dense(theirs()),
        Networks.dense(ours()),
        net -> net.setLearningRate(0, 1e-3),
        net -> LearningRates.set(net, 0, 1e-3),
        net -> net.setLearningRate(5e-3),
        net -> LearningRates.set(net, 5e-3));
    this.<ComputationGraph>oneForAll(
        Networks.plainGraph(theirs()),
        Networks.plainGraph(ours()),
        net -> net.setLearningRate("b", 1e-3),
        net -> LearningRates.set(net, "b", 1e-3),
        net -> net.setLearningRate(new FixedSchedule(5e-3)),
        net -> LearningRates.set(net, new FixedSchedule(5e-3)));
  }

  private <M extends Model> void oneForAll(
      M theirs,
      M ours,
      Consumer<M> theirLayer,
      Consumer<M> ourLayer,
      Consumer<M> theirAll,
      Consumer<M> ourAll) {
    theirLayer.accept(theirs);
    ourLayer.accept(ours);
    Training.fit(theirs, 0, 4);
    Training.fit(ours, 0, 4);
    theirAll.accept(theirs);
    ourAll.accept(ours);
    assertThat(NetworkBinding.updater(ours).getUpdaterBlocks()).hasSize(1);
    Training.fit(theirs, 4, 8);
    Training.fit(ours, 4, 8);
    assertThat(Training.parameters(ours))
        .containsExactly(Training.parameters(theirs), within(1e-12));
  }

  /** DL4J's velocity holds the rate, ours does not: theirs is brought to the new rate by hand. */
  @Test
  void nesterovButForTheRateInTheVelocity() {
    IUpdater own =
        NoiseAwareSgd.builder()
            .learningRate(RATE)
            .momentum(0.9)
            .nesterov()
            .batchSize(Training.BATCH)
            .build();
    MultiLayerNetwork ours = Networks.dense(DataType.DOUBLE, own);
    MultiLayerNetwork theirs = Networks.dense(DataType.DOUBLE, new Nesterovs(RATE, 0.9));
    Training.fit(theirs, 0, 4);
    Training.fit(ours, 0, 4);
    double before = RATE;
    for (double rate : new double[] {1e-3, RATE}) {
      theirs.setLearningRate(0, rate);
      INDArray velocity = Training.state(theirs).reshape(theirs.numParams());
      velocity.get(NDArrayIndex.interval(0, theirs.getLayer(0).numParams())).muli(rate / before);
      LearningRates.set(ours, 0, rate);
      Training.fit(theirs, 4, 8);
      Training.fit(ours, 4, 8);
      assertThat(Training.parameters(ours))
          .containsExactly(Training.parameters(theirs), within(1e-12));
      before = rate;
    }
  }
}
