package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Gradients of 32 samples, which have {@code parameters} elements together. */
public class PerSampleBenchmark extends StepBenchmark {
  static final int ROWS = 32;

  /** The gradients. */
  public static class Rows extends Configured {
    private Kernels kernels;
    private HostArray samples;
    private PerSample arrays;
    private Sums sums;
    private Traffic traffic;

    /** Fills the rows. */
    @Setup(Level.Trial)
    public void fill() {
      kernels = select((long) parameters * type.bytes());
      int columns = parameters / ROWS;
      Segments segments = Segments.single(columns);
      samples = random(type, (long) ROWS * columns, 3, 1e-3);
      HostArray mean = HostArray.allocate(stateType(), columns);
      HostArray norms = HostArray.allocate(ElementType.FLOAT64, ROWS);
      arrays = new PerSample(samples, ROWS, mean, norms, segments);
      sums = kernels.newSums(segments);
      traffic = new Traffic();
    }

    /** Stops the threads of the traffic kernels. */
    @TearDown(Level.Trial)
    public void stop() {
      traffic.close();
    }
  }

  /** Mean, norms and sums. */
  @Benchmark
  public void moments(Rows rows) {
    rows.kernels.perSampleMoments(rows.arrays, 1, null, rows.sums);
  }

  /** The gradients read once. */
  @Benchmark
  public int traffic(Rows rows) {
    return rows.traffic.move(rows.samples);
  }

  /** Mean and norms in plain loops over Java arrays. */
  @Benchmark
  public double[] plainJava(PlainJava a) {
    return a.moments();
  }

  /** The norms alone, as ND4J's operation. */
  @Benchmark
  public INDArray nd4jNorms(Nd4jOperations a) {
    return a.perSampleNorms();
  }
}
