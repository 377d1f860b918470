package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.dl4j.taps.GradientTaps;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Per-sample gradient norms of every kind of layer that has a tap, over shapes. */
class GradientTapsTest {
  private static final int CLASSES = 3;

  private static NeuralNetConfiguration.Builder base() {
    return Networks.plain(DataType.DOUBLE);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static RnnOutputLayer sequenceOutput() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork start(NeuralNetConfiguration.ListBuilder list, InputType type) {
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(type).build());
    net.init();
    return net;
  }

  @Property(tries = 15, seed = "20261126")
  void denseElementwiseAndOutput(
      @ForAll @IntRange(min = 1, max = 6) int samples,
      @ForAll @IntRange(min = 1, max = 9) int inputs,
      @ForAll @IntRange(min = 1, max = 9) int hidden,
      @ForAll boolean bias,
      @ForAll int seed) {
    MultiLayerNetwork net =
        start(
            base()
                .list()
                .layer(new DenseLayer.Builder().nOut(hidden).hasBias(bias).build())
                .layer(new ElementWiseMultiplicationLayer.Builder().nOut(hidden).build())
                .layer(output()),
            InputType.feedForward(inputs));
    Random random = new Random(seed);
    GradientTaps taps =
        TapChecks.check(
            net,
            new DataSet(
                    TapChecks.gaussian(random, samples, inputs),
                    TapChecks.labels(random, samples, CLASSES))
                .toMultiDataSet());
    assertThat(taps.coverage().isComplete()).isTrue();
  }

  @Property(tries = 25, seed = "20261126")
  void convolutionOfImages(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(min = 0, max = 1) int padding,
      @ForAll boolean same,
      @ForAll boolean channelsLast,
      @ForAll int seed) {
    Random random = new Random(seed);
    int height = 6 + random.nextInt(3);
    int width = 6 + random.nextInt(4);
    CNN2DFormat format = channelsLast ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    ConvolutionLayer first =
        new ConvolutionLayer.Builder(kernel, Math.max(1, kernel - 1))
            .stride(stride, 1)
            .dilation(1, dilation)
            .padding(same ? 0 : padding, 0)
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .hasBias(random.nextBoolean())
            .nOut(2 + random.nextInt(4))
            .build();
    ConvolutionLayer second = new ConvolutionLayer.Builder(2, 1).nOut(3).build();
    MultiLayerNetwork net =
        start(
            base().list().layer(first).layer(pooling()).layer(second).layer(output()),
            InputType.convolutional(height, width, channels, format));
    INDArray images =
        channelsLast
            ? TapChecks.gaussian(random, 3, height, width, channels)
            : TapChecks.gaussian(random, 3, channels, height, width);
    GradientTaps taps =
        TapChecks.check(
            net, new DataSet(images, TapChecks.labels(random, 3, CLASSES)).toMultiDataSet());
    assertThat(taps.coverage().share()).isEqualTo(1);
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(1, 1)
        .build();
  }

  @Property(tries = 20, seed = "20261126")
  void convolutionOfSequences(
      @ForAll @IntRange(min = 1, max = 4) int samples,
      @ForAll @IntRange(min = 5, max = 9) int steps,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 2) int mode,
      @ForAll int seed) {
    ConvolutionMode[] modes = {
      ConvolutionMode.Truncate, ConvolutionMode.Same, ConvolutionMode.Causal
    };
    Convolution1DLayer.Builder layer =
        new Convolution1DLayer.Builder(kernel, stride).nOut(4).convolutionMode(modes[mode]);
    MultiLayerNetwork net =
        start(
            base().list().layer(layer.build()).layer(new GlobalPoolingLayer()).layer(output()),
            InputType.recurrent(2, steps));
    Random random = new Random(seed);
    TapChecks.check(
        net,
        new DataSet(
                TapChecks.gaussian(random, samples, 2, steps),
                TapChecks.labels(random, samples, CLASSES))
            .toMultiDataSet());
  }

  /** Tokens occur more than once in a sequence, and the end of sequences is masked. */
  @Property(tries = 20, seed = "20261126")
  void embeddedSequencesWithDenseLayersAtEachStep(
      @ForAll @IntRange(min = 1, max = 4) int samples,
      @ForAll @IntRange(min = 2, max = 6) int steps,
      @ForAll boolean masked,
      @ForAll boolean bias,
      @ForAll int seed) {
    MultiLayerNetwork net =
        start(
            base()
                .list()
                .layer(
                    new EmbeddingSequenceLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .inputLength(steps)
                        .hasBias(bias)
                        .build())
                .layer(new LSTM.Builder().nOut(3).build())
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(sequenceOutput()),
            InputType.recurrent(4, steps));
    DataSet shaped = Networks.sequences(DataType.DOUBLE, samples, steps, seed);
    INDArray tokens = TapChecks.tokens(new Random(seed), samples, steps, 4);
    INDArray mask = masked ? shaped.getFeaturesMaskArray() : null;
    MultiDataSet data = new DataSet(tokens, shaped.getLabels(), mask, mask).toMultiDataSet();
    GradientTaps taps = TapChecks.check(net, data);
    assertThat(taps.coverage().leftOut()).singleElement().extracting("layer").isEqualTo("1");
  }

  @Property(tries = 8, seed = "20261126")
  void embeddingOfOneToken(
      @ForAll @IntRange(min = 1, max = 5) int samples, @ForAll boolean bias, @ForAll int seed) {
    MultiLayerNetwork net =
        start(
            base()
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(6).nOut(4).hasBias(bias).build())
                .layer(output()),
            InputType.feedForward(6));
    Random random = new Random(seed);
    TapChecks.check(
        net,
        new DataSet(
                TapChecks.tokens(random, samples, 1, 6), TapChecks.labels(random, samples, CLASSES))
            .toMultiDataSet());
  }

  @Test
  void graphWithTwoInputs() {
    GradientTaps taps =
        TapChecks.check(Networks.plainGraph(base()), Networks.twoInputs(DataType.DOUBLE, 7, 3));
    assertThat(taps.coverage().layers()).containsExactlyInAnyOrder("a", "b", "out");
  }

  /** In float the sums over a row are in float: about 2⁻²⁴ for each of a few dozen terms. */
  @Test
  void floatNetwork() {
    TapChecks.check(
        Networks.dense(Networks.plain(DataType.FLOAT)),
        Networks.clusters(DataType.FLOAT, 9, 3).toMultiDataSet(),
        1e-5);
  }

  @Test
  void dropoutCountsAsItFell() {
    MultiLayerNetwork net = Networks.dense(base().dropOut(new HalfRectifier()));
    TapChecks.check(net, Networks.clusters(DataType.DOUBLE, 8, 4).toMultiDataSet());
  }
}
