package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.dl4j.taps.GradientTaps;
import java.util.BitSet;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Norms of taps against backpropagation of one example after the other. */
final class TapChecks {
  private static final double RELATIVE = 1e-10;

  private TapChecks() {}

  static GradientTaps check(Model net, MultiDataSet data) {
    return check(net, data, RELATIVE);
  }

  static GradientTaps check(Model net, MultiDataSet data, double relative) {
    NetworkAdapter network = NetworkAdapter.of(net);
    GradientTaps taps = GradientTaps.of(net);
    double[] norms = norms(network, taps, data);
    int samples = (int) data.getFeatures(0).size(0);
    assertThat(norms).hasSize(samples);
    double total = 0;
    for (int i = 0; i < samples; i++) {
      network.gradient(Rows.range(data, i, i + 1));
      double expected = squared(network, taps.segments());
      assertThat(norms[i]).isCloseTo(expected, within(relative * (1e-6 + expected)));
      total += expected;
    }
    assertThat(total).isPositive();
    return taps;
  }

  static double[] norms(NetworkAdapter network, GradientTaps taps, MultiDataSet data) {
    taps.begin();
    network.gradient(data);
    taps.end();
    return taps.squaredNorms();
  }

  private static double squared(NetworkAdapter network, BitSet segments) {
    INDArray gradient = network.gradients().reshape(network.gradients().length());
    NetworkLayout layout = NetworkLayout.of(network.model());
    double sum = 0;
    for (int k = segments.nextSetBit(0); k >= 0; k = segments.nextSetBit(k + 1)) {
      long begin = layout.segments().get(k).offset();
      for (long i = begin; i < begin + layout.segments().get(k).length(); i++) {
        double g = gradient.getDouble(i);
        sum += g * g;
      }
    }
    return sum;
  }

  static INDArray gaussian(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  /** One of {@code classes} for each row, one-hot. */
  static INDArray labels(Random random, int rows, int classes) {
    INDArray labels = Nd4j.create(DataType.DOUBLE, rows, classes);
    for (int i = 0; i < rows; i++) {
      labels.putScalar(i, random.nextInt(classes), 1);
    }
    return labels;
  }

  static INDArray tokens(Random random, int rows, int length, int vocabulary) {
    INDArray tokens = Nd4j.create(DataType.DOUBLE, rows, length);
    for (long i = 0; i < tokens.length(); i++) {
      tokens.putScalar(i, random.nextInt(vocabulary));
    }
    return tokens;
  }
}
