package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.OuterProducts.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Norms of per-sample gradients from activations and deltas, which have about {@code parameters}
 * elements together.
 */
public class OuterNormsBenchmark extends StepBenchmark {
  /** The arrays of a layer. */
  public abstract static class Layer extends Configured {
    private Kernels kernels;
    private Traffic traffic;
    private OuterProducts products;

    /** The layer for one sample. */
    abstract Shape sample();

    /** Fills the layer. */
    @Setup(Level.Trial)
    public void fill() {
      Shape one = sample();
      long rows = parameters / (one.activationLength() + one.deltaLength());
      if (rows == 0) {
        throw new IllegalStateException("left out: a sample has more than " + parameters);
      }
      kernels = select((long) parameters * type.bytes());
      traffic = new Traffic();
      Shape shape = new Shape(rows, one.positions(), one.inputs(), one.outputs());
      products =
          new OuterProducts(
              random(type, shape.activationLength(), 1, 1),
              random(type, shape.deltaLength(), 2, 1e-3),
              shape,
              OuterProducts.Bias.PRESENT,
              HostArray.allocate(ElementType.FLOAT64, rows),
              OuterProducts.Into.REPLACE);
    }

    /** Stops the threads of the traffic kernels. */
    @TearDown(Level.Trial)
    public void stop() {
      traffic.close();
    }

    final void norms() {
      kernels.outerNorms(products, 1);
    }

    final int read() {
      return traffic.move((HostArray) products.activations())
          + traffic.move((HostArray) products.deltas());
    }
  }

  /** A dense layer. */
  public static class Dense extends Layer {
    @Override
    Shape sample() {
      return new Shape(1, 1, 2_048, 1_024);
    }
  }

  /** Sequences of a wide layer, for which the Gram form is the cheaper one. */
  public static class Wide extends Layer {
    @Override
    Shape sample() {
      return new Shape(1, 32, 512, 256);
    }
  }

  /** Sequences that are longer than their layer is wide: the products are formed. */
  public static class Lengthy extends Layer {
    @Override
    Shape sample() {
      return new Shape(1, 256, 32, 32);
    }
  }

  /** Rows of 2048 inputs and 1024 outputs. */
  @Benchmark
  public void dense(Dense layer) {
    layer.norms();
  }

  /** What the dense layer reads, read once. */
  @Benchmark
  public int denseTraffic(Dense layer) {
    return layer.read();
  }

  /** Sequences of 32 positions, 512 inputs and 256 outputs. */
  @Benchmark
  public void wideSequences(Wide layer) {
    layer.norms();
  }

  /** Sequences of 256 positions, 32 inputs and 32 outputs. */
  @Benchmark
  public void longSequences(Lengthy layer) {
    layer.norms();
  }
}
