package io.github.gns4j.kernels;

import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import java.util.Objects;

/**
 * The per-sample gradients of a convolution, never stored: {@link OuterProducts} whose activations
 * are the patches of an image, which need not be copied out of it. Sample {@code i} has the weight
 * gradient {@code W_i[o,c,k] = Σ_t δ_i[o,t]·x_i[c, t + k]} over its output pixels {@code t}, and
 * with a bias also {@code Σ_t δ_i[o,t]}.
 *
 * @param images layer inputs {@code x}, samples × channels × height × width, the last index fastest
 * @param deltas derivatives of the sample's loss by the pre-activations {@code δ}, samples ×
 *     filters × output height × output width; of the type of the images
 * @param shape the sizes
 * @param bias whether the layer has a bias, whose gradient then counts too
 * @param squaredNorms receives {@code |W_i|²} (bias included), samples elements of FLOAT64
 * @param into whether the result replaces what is there or is added to it (several layers)
 */
public record ConvolutionProducts(
    FlatArray images, FlatArray deltas, Shape shape, Bias bias, FlatArray squaredNorms, Into into) {
  /**
   * The sizes of a layer.
   *
   * @param samples at least 1
   * @param channels of the images, at least 1
   * @param filters channels of the output, at least 1
   * @param vertical rows of the images
   * @param horizontal columns of the images; for sequences {@code vertical} has one row
   */
  public record Shape(int samples, int channels, int filters, Axis vertical, Axis horizontal) {
    /** Checks the sizes. */
    public Shape {
      Arguments.atLeast("samples", samples, 1);
      Arguments.atLeast("channels", channels, 1);
      Arguments.atLeast("filters", filters, 1);
      Objects.requireNonNull(vertical, "vertical");
      Objects.requireNonNull(horizontal, "horizontal");
    }

    /** Returns the number of elements of the images. */
    public long imageLength() {
      long pixels = Math.multiplyExact((long) vertical.inputs(), horizontal.inputs());
      return Math.multiplyExact(Math.multiplyExact((long) samples, channels), pixels);
    }

    /** Returns the number of deltas. */
    public long deltaLength() {
      long pixels = Math.multiplyExact((long) vertical.outputs(), horizontal.outputs());
      return Math.multiplyExact(Math.multiplyExact((long) samples, filters), pixels);
    }
  }

  /**
   * One axis of a convolution: output {@code t} sees the inputs {@code t·stride + k·dilation −
   * padding} for {@code k} in {@code 0 … kernel − 1}, and zeros outside.
   *
   * @param inputs size of the image, at least 1
   * @param outputs size of the output, at least 1
   * @param window how the kernel moves
   */
  public record Axis(int inputs, int outputs, Window window) {
    /** Checks the sizes. */
    public Axis {
      Arguments.atLeast("inputs", inputs, 1);
      Arguments.atLeast("outputs", outputs, 1);
      Objects.requireNonNull(window, "window");
    }

    /** Returns how many pixels the outputs see, padding included. */
    public int extent() {
      return (outputs - 1) * window.stride + (window.kernel - 1) * window.dilation + 1;
    }
  }

  /**
   * How a kernel moves along one axis.
   *
   * @param kernel size, at least 1
   * @param stride at least 1
   * @param dilation at least 1
   * @param padding zeros before the first input, at least 0
   */
  public record Window(int kernel, int stride, int dilation, int padding) {
    /** A single row. */
    public static final Window ONE = new Window(1, 1, 1, 0);

    /** Checks the sizes. */
    public Window {
      Arguments.atLeast("kernel", kernel, 1);
      Arguments.atLeast("stride", stride, 1);
      Arguments.atLeast("dilation", dilation, 1);
      Arguments.atLeast("padding", padding, 0);
    }
  }

  /** Requires what the pass needs. */
  public ConvolutionProducts {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(deltas, "deltas");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(bias, "bias");
    Objects.requireNonNull(squaredNorms, "squaredNorms");
    Objects.requireNonNull(into, "into");
  }
}
