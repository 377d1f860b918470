package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Norms of per-sample gradients from activations and deltas. */
public class OuterNormsBenchmark extends StepBenchmark {
  /** The arrays of a dense layer. */
  @State(Scope.Benchmark)
  public static class Layers {
    private static final int WIDTH = 2_048 + 1_024;

    /** Activations and deltas together. */
    @Param("25165824")
    public int size;

    private final Kernels kernels = Kernels.select();
    private final Traffic traffic = new Traffic();
    private OuterProducts dense;

    /** Fills the layers. */
    @Setup(Level.Trial)
    public void fill() {
      dense = layer(new OuterProducts.Shape(size / WIDTH, 1, 2_048, 1_024));
    }

    private static OuterProducts layer(OuterProducts.Shape shape) {
      return new OuterProducts(
          OptimizerArrays.random(shape.activationLength(), 1, 1),
          OptimizerArrays.random(shape.deltaLength(), 2, 1e-3),
          shape,
          OuterProducts.Bias.PRESENT,
          HostArray.allocate(ElementType.FLOAT64, shape.rows()),
          OuterProducts.Into.REPLACE);
    }

    /** Stops the threads of the traffic kernels. */
    @TearDown(Level.Trial)
    public void stop() {
      traffic.close();
    }
  }

  /** Rows of 2048 inputs and 1024 outputs. */
  @Benchmark
  public void dense(Layers layers) {
    layers.kernels.outerNorms(layers.dense, 1);
  }

  /** What the dense layer reads, read once. */
  @Benchmark
  public float denseTraffic(Layers layers) {
    HostArray activations = (HostArray) layers.dense.activations();
    HostArray deltas = (HostArray) layers.dense.deltas();
    float read = layers.traffic.move(new HostArray[] {activations}, new HostArray[0]);
    return read + layers.traffic.move(new HostArray[] {deltas}, new HostArray[0]);
  }
}
