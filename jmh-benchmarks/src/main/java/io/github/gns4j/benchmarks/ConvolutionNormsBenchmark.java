package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Norms of per-sample gradients of convolutions from images and deltas, which have about {@code
 * parameters} elements together: FLOAT64 beside FLOAT64 gradients, otherwise FLOAT32. Windows of 5
 * by 5 pixels, as in LeNet. Arithmetic bounds them, far below what reading takes.
 */
public class ConvolutionNormsBenchmark extends StepBenchmark {
  /** The arrays of a layer. */
  public abstract static class Layer extends Configured {
    private Kernels kernels;
    private Traffic traffic;
    private ConvolutionProducts products;

    /** The layer for so many samples. */
    abstract Shape shape(int samples);

    /** Fills the layer. */
    @Setup(Level.Trial)
    public void fill() {
      Shape one = shape(1);
      int samples = (int) (parameters / (one.imageLength() + one.deltaLength()));
      if (samples == 0) {
        throw new IllegalStateException("left out: a sample has more than " + parameters);
      }
      kernels = select((long) parameters * stateType().bytes());
      traffic = new Traffic();
      Shape shape = shape(samples);
      products =
          new ConvolutionProducts(
              random(stateType(), shape.imageLength(), 1, 1),
              random(stateType(), shape.deltaLength(), 2, 1e-3),
              shape,
              OuterProducts.Bias.PRESENT,
              HostArray.allocate(ElementType.FLOAT64, samples),
              OuterProducts.Into.REPLACE);
    }

    /** Stops the threads of the traffic kernels. */
    @TearDown(Level.Trial)
    public void stop() {
      traffic.close();
    }

    static Shape square(int samples, int channels, int filters, int side) {
      Axis axis = new Axis(side, side - 4, new Window(5, 1, 1, 0));
      return new Shape(samples, channels, filters, axis, axis);
    }

    final void norms() {
      kernels.convolutionNorms(products, 1);
    }

    final int read() {
      return traffic.move((HostArray) products.images())
          + traffic.move((HostArray) products.deltas());
    }
  }

  /** LeNet's first convolution, which takes the direct form. */
  public static class Gray extends Layer {
    @Override
    Shape shape(int samples) {
      return square(samples, 1, 20, 28);
    }
  }

  /** LeNet's second convolution, which takes the Gram form. */
  public static class Deep extends Layer {
    @Override
    Shape shape(int samples) {
      return square(samples, 20, 50, 12);
    }
  }

  /** 20 filters over images of 28 by 28 pixels in one channel. */
  @Benchmark
  public void oneChannel(Gray layer) {
    layer.norms();
  }

  /** What they read, read once. */
  @Benchmark
  public int oneChannelTraffic(Gray layer) {
    return layer.read();
  }

  /** 50 filters over images of 12 by 12 pixels in 20 channels. */
  @Benchmark
  public void twentyChannels(Deep layer) {
    layer.norms();
  }

  /** What they read, read once. */
  @Benchmark
  public int twentyChannelsTraffic(Deep layer) {
    return layer.read();
  }
}
