package io.github.gns4j.examples.study;

import io.github.gns4j.kernels.Arguments;
import java.util.Arrays;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A text as sequences of characters, each to be predicted from those before it: sequences follow
 * one another without overlap, features one-hot in DL4J's order {@code [sequence, character,
 * time]}. The first nine tenths are to train on, the rest to test on.
 */
final class TextSequences {
  private static final double TRAIN_SHARE = 0.9;

  private final int[] codes;
  private final int characters;
  private final int length;

  /**
   * Numbers the characters of a text in their order.
   *
   * @param length characters of a sequence, at least 2
   * @throws IllegalArgumentException if the text is too short for a sequence in each part
   */
  TextSequences(String text, int length) {
    this.length = Arguments.atLeast("length", length, 2);
    int[] alphabet = text.chars().distinct().sorted().toArray();
    this.characters = alphabet.length;
    this.codes = text.chars().map(c -> Arrays.binarySearch(alphabet, c)).toArray();
    if (testCount() < 1) {
      throw new IllegalArgumentException(
          "text has " + text.length() + " characters, allowed: at least " + 10 * (length + 2));
    }
  }

  /** Returns the number of different characters. */
  int characters() {
    return characters;
  }

  /** Returns at most {@code most} sequences to train on, from all over the first nine tenths. */
  DataSet train(int most) {
    return sequences(0, (boundary() - 1) / length, most);
  }

  /** Returns at most {@code most} sequences to test on, from all over the rest of the text. */
  DataSet test(int most) {
    return sequences(boundary(), testCount(), most);
  }

  private int boundary() {
    return (int) (TRAIN_SHARE * codes.length);
  }

  private int testCount() {
    return (codes.length - boundary() - 1) / length;
  }

  /** Spread evenly over those available: a scene is no sample of a text. */
  private DataSet sequences(int from, int available, int most) {
    int count = Math.min(most, available);
    float[] features = new float[count * characters * length];
    float[] labels = new float[features.length];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < length; t++) {
        int at = from + (int) ((long) i * available / count) * length + t;
        features[(i * characters + codes[at]) * length + t] = 1;
        labels[(i * characters + codes[at + 1]) * length + t] = 1;
      }
    }
    long[] shape = {count, characters, length};
    return new DataSet(Nd4j.create(features, shape), Nd4j.create(labels, shape));
  }
}
