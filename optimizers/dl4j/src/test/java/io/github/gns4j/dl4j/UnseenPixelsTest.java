package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.dl4j.taps.GradientTaps;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What no output of a convolution sees, between its strides or cropped at the end, is no part of a
 * gradient, even if it is NaN: the norms are finite, and those of backpropagation.
 */
class UnseenPixelsTest {
  private static final int SAMPLES = 3;

  private static void check(Layer layer, InputType type, INDArray inputs) {
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build();
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.plain(DataType.DOUBLE)
                .list()
                .layer(layer)
                .layer(new GlobalPoolingLayer())
                .layer(output)
                .setInputType(type)
                .build());
    net.init();
    INDArray labels = TapChecks.labels(new Random(1), SAMPLES, 2);
    GradientTaps taps = TapChecks.check(net, new DataSet(inputs, labels).toMultiDataSet());
    assertThat(DoubleStream.of(taps.squaredNorms()).boxed())
        .allSatisfy(norm -> assertThat(norm).isFinite());
  }

  private static ConvolutionLayer layer(int kernel, int stride, int filters) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Truncate)
        .nOut(filters)
        .build();
  }

  /** Few filters take the direct form, many Gram's. */
  @ParameterizedTest
  @CsvSource({"1, 2, 2, 2", "2, 3, 1, 3", "2, 3, 8, 40"})
  void betweenStridesAndCroppedOff(int kernel, int stride, int channels, int filters) {
    int size = 2 * stride + kernel + 1; // three outputs, and one pixel that is left over
    INDArray images = TapChecks.gaussian(new Random(2), SAMPLES, channels, size, size);
    for (int i = 0; i < SAMPLES; i++) {
      images.putScalar(new int[] {i, 0, kernel, 0}, Double.NaN);
      images.putScalar(new int[] {i, channels - 1, 0, stride + kernel}, Double.NaN);
      images.putScalar(new int[] {i, 0, size - 1, size - 1}, Double.POSITIVE_INFINITY);
    }
    check(layer(kernel, stride, filters), InputType.convolutional(size, size, channels), images);
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void inEitherFormat(CNN2DFormat format) {
    boolean channelsLast = format == CNN2DFormat.NHWC;
    int[] place = channelsLast ? new int[] {1, 1, 2, 0} : new int[] {1, 0, 1, 2};
    INDArray images =
        channelsLast
            ? TapChecks.gaussian(new Random(3), SAMPLES, 5, 6, 2)
            : TapChecks.gaussian(new Random(3), SAMPLES, 2, 5, 6);
    images.putScalar(place, Double.NaN);
    check(layer(1, 2, 3), InputType.convolutional(5, 6, 2, format), images);
  }

  @Test
  void ofSequences() {
    INDArray sequences = TapChecks.gaussian(new Random(4), SAMPLES, 2, 9);
    sequences.putScalar(new int[] {0, 1, 2}, Double.NaN);
    sequences.putScalar(new int[] {2, 0, 8}, Double.NaN);
    Convolution1DLayer layer =
        new Convolution1DLayer.Builder(2, 3)
            .convolutionMode(ConvolutionMode.Truncate)
            .nOut(3)
            .build();
    check(layer, InputType.recurrent(2, 9), sequences);
  }
}
