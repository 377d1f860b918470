package io.github.gns4j.dl4j.taps;

import io.github.gns4j.dl4j.NdLoan;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.OuterProducts;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions over images, and over sequences as images of one row. */
final class ConvolutionTap extends LayerTap {
  ConvolutionTap(Site site, Pass pass) {
    super(site, pass);
  }

  private ConvolutionLayer conf() {
    return (ConvolutionLayer) layer().conf().getLayer();
  }

  @Override
  void add(INDArray input, INDArray delta, HostArray norms) {
    if (delta.size(0) != norms.length()) {
      throw unexpected("delta", delta);
    }
    boolean isImage = delta.rank() == 4;
    boolean channelsLast = isImage && conf().getCnn2dDataFormat() == CNN2DFormat.NHWC;
    // DL4J hands deltas over with channels first in either format
    INDArray images = channelsLast ? input.permute(0, 3, 1, 2) : input;
    int last = delta.rank() - 1;
    Axis horizontal = axis(images.size(last), delta.size(last), isImage ? 1 : 0);
    Axis vertical = isImage ? axis(images.size(2), delta.size(2), 0) : new Axis(1, 1, Window.ONE);
    ConvolutionProducts.Shape shape =
        new ConvolutionProducts.Shape(
            (int) delta.size(0), (int) images.size(1), (int) delta.size(1), vertical, horizontal);
    try (NdLoan x = NdLoan.reading("input", images);
        NdLoan d = NdLoan.reading("delta", delta)) {
      pass()
          .kernels()
          .convolutionNorms(
              new ConvolutionProducts(
                  x.array(), d.array(), shape, bias(), norms, OuterProducts.Into.ADD),
              1);
    }
  }

  private Axis axis(long inputs, long outputs, int index) {
    int kernel = conf().getKernelSize()[index];
    int stride = conf().getStride()[index];
    int dilation = conf().getDilation()[index];
    int reach = (kernel - 1) * dilation;
    int padding =
        switch (conf().getConvolutionMode()) {
          case ConvolutionMode.Same ->
              (int) Math.max(0, (outputs - 1) * stride + reach + 1 - inputs) / 2;
          case ConvolutionMode.Causal -> reach;
          default -> conf().getPadding()[index];
        };
    return new Axis((int) inputs, (int) outputs, new Window(kernel, stride, dilation, padding));
  }
}
