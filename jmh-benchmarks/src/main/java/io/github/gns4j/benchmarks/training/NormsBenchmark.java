package io.github.gns4j.benchmarks.training;

import io.github.gns4j.benchmarks.StepBenchmark;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.Placement;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The norms of per-sample gradients alone, for the largest layers of the two networks. */
public class NormsBenchmark extends StepBenchmark {
  /** Activations and deltas of noise. */
  @State(Scope.Benchmark)
  public static class Layers {
    /** Samples. */
    @Param({"32", "256"})
    public int batch;

    private final Kernels kernels = Kernels.select(Placement.HOST);
    private final SplittableRandom random = new SplittableRandom(1);
    private HostArray norms;
    private OuterProducts dense;
    private ConvolutionProducts first;
    private ConvolutionProducts second;

    /** Fills the arrays. */
    @Setup(Level.Trial)
    public void make() {
      norms = HostArray.allocate(ElementType.FLOAT64, batch);
      OuterProducts.Shape shape = new OuterProducts.Shape(batch, 1, 784, 256);
      dense =
          new OuterProducts(
              random(shape.activationLength()),
              random(shape.deltaLength()),
              shape,
              OuterProducts.Bias.PRESENT,
              norms,
              OuterProducts.Into.REPLACE);
      first = convolution(1, 20, MeasuredNetwork.SIDE);
      second = convolution(20, 50, 12);
    }

    private ConvolutionProducts convolution(int channels, int filters, int side) {
      Axis axis = new Axis(side, side - 4, new Window(5, 1, 1, 0));
      ConvolutionProducts.Shape shape =
          new ConvolutionProducts.Shape(batch, channels, filters, axis, axis);
      return new ConvolutionProducts(
          random(shape.imageLength()),
          random(shape.deltaLength()),
          shape,
          OuterProducts.Bias.PRESENT,
          norms,
          OuterProducts.Into.REPLACE);
    }

    private HostArray random(long length) {
      HostArray array = HostArray.allocate(ElementType.FLOAT32, length);
      for (long i = 0; i < length; i++) {
        array.set(i, random.nextDouble(-1, 1));
      }
      return array;
    }
  }

  /** The MLP's first layer. */
  @Benchmark
  public HostArray dense(Layers layers) {
    layers.kernels.outerNorms(layers.dense, 1);
    return layers.norms;
  }

  /** LeNet's first convolution, which takes the direct form. */
  @Benchmark
  public HostArray firstConvolution(Layers layers) {
    layers.kernels.convolutionNorms(layers.first, 1);
    return layers.norms;
  }

  /** LeNet's second convolution, which takes the Gram form. */
  @Benchmark
  public HostArray secondConvolution(Layers layers) {
    layers.kernels.convolutionNorms(layers.second, 1);
    return layers.norms;
  }
}
