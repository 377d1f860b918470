package io.github.gns4j.examples.study;

import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The next character of a text by an LSTM: its mean loss in nats on held-out text. */
final class CharacterTask implements Task {
  /** Characters of a sequence: the gradient reaches over most words. */
  private static final int LENGTH = 16;

  private static final int UNITS = 32;
  private static final int MOST_TRAIN = 8_192;
  private static final int MOST_TEST = 256;

  private final int characters;
  private final DataSet train;
  private final DataSet test;
  private final double target;

  /**
   * Prepares the sequences.
   *
   * @param target nats a character to be reached, above 0
   */
  CharacterTask(String text, double target) {
    TextSequences sequences = new TextSequences(text, LENGTH);
    this.characters = sequences.characters();
    this.train = sequences.train(MOST_TRAIN);
    this.test = sequences.test(MOST_TEST);
    this.target = target;
  }

  @Override
  public String name() {
    return "recurrent";
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "LSTM of %d units, %,d parameters, on %,d sequences of %d characters (%,d to test on)",
        UNITS,
        network(new NoOp(), 1).numParams(),
        train.numExamples(),
        LENGTH,
        test.numExamples());
  }

  @Override
  public MultiLayerNetwork network(IUpdater updater, long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(
                    new LSTM.Builder()
                        .nIn(characters)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(UNITS)
                        .nOut(characters)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  @Override
  public DataSet train() {
    return train;
  }

  /** DL4J's score of a sequence is a sum over time. */
  @Override
  public double measure(MultiLayerNetwork network) {
    double nats = network.score(test, false) / LENGTH;
    network.rnnClearPreviousState();
    return -nats;
  }

  @Override
  public double target() {
    return -target;
  }

  @Override
  public String targetWords() {
    return String.format(Locale.ROOT, "test loss %.2f nats a character", target);
  }
}
