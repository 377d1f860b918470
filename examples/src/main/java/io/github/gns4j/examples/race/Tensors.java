package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** From digits to what a DL4J network eats, and back. */
public final class Tensors {
  private Tensors() {}

  /** Returns all images in their order with one-hot labels. */
  public static DataSet dataSet(Digits digits) {
    int[] order = IntStream.range(0, digits.size()).toArray();
    return dataSet(digits, order, 0, order.length);
  }

  /** Returns images {@code order[from]} to {@code order[from + count - 1]} with one-hot labels. */
  public static DataSet dataSet(Digits digits, int[] order, int from, int count) {
    int pixels = digits.pixels();
    float[] features = new float[count * pixels];
    float[] labels = new float[count * Digits.CLASSES];
    for (int i = 0; i < count; i++) {
      int image = order[from + i];
      digits.copyScaled(image, features, i * pixels);
      labels[i * Digits.CLASSES + digits.label(image)] = 1;
    }
    return new DataSet(
        Nd4j.create(features, new long[] {count, pixels}),
        Nd4j.create(labels, new long[] {count, Digits.CLASSES}));
  }

  /** Returns all images in their order, with one-hot labels. */
  public static DataSet all(Digits digits) {
    int[] order = IntStream.range(0, digits.size()).toArray();
    return dataSet(digits, order, 0, order.length);
  }

  /** Returns how many of the {@code data} the network classifies rightly. */
  static int right(MultiLayerNetwork network, DataSet data) {
    INDArray said = network.output(data.getFeatures(), false).argMax(1);
    INDArray truth = data.getLabels().argMax(1);
    return said.eq(truth).castTo(said.dataType()).sumNumber().intValue();
  }
}
