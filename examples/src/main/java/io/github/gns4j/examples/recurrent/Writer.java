package io.github.gns4j.examples.recurrent;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lets a trained network write, letter by letter. */
final class Writer {
  private final MultiLayerNetwork network;
  private final String alphabet;

  Writer(MultiLayerNetwork network, String alphabet) {
    this.network = network;
    this.alphabet = alphabet;
  }

  /** Returns {@code length} characters drawn from what the network thinks comes next. */
  String write(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    network.rnnClearPreviousState();
    int letter = Math.max(0, alphabet.indexOf('\n'));
    for (int i = 0; i < length; i++) {
      INDArray input = Nd4j.zeros(DataType.FLOAT, 1, alphabet.length());
      input.putScalar(0, letter, 1);
      letter = draw(network.rnnTimeStep(input), random.nextDouble());
      text.append(alphabet.charAt(letter));
    }
    return text.toString();
  }

  /** Inverts the distribution function at {@code u} in [0, 1). */
  private int draw(INDArray probabilities, double u) {
    double sum = 0;
    for (int i = 0; i < alphabet.length(); i++) {
      sum += probabilities.getDouble(i);
      if (u < sum) {
        return i;
      }
    }
    return alphabet.length() - 1; // probabilities add up to 1 less rounding
  }
}
