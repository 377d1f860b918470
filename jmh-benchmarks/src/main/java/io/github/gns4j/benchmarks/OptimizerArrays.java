package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The arrays of a float32 optimizer with {@code parameters} parameters. */
@State(Scope.Benchmark)
public class OptimizerArrays {
  private static final int LAYERS = 64;

  /** Number of parameters: in the first cache, in the last one, in memory. */
  @Param({"10000", "1000000", "32000000"})
  public int parameters;

  Kernels kernels;
  Segments segments;
  Sums sums;
  Segments layers;
  Sums layerSums;
  Sums stepSums;
  HostArray weights;
  HostArray gradient;
  HostArray first;
  HostArray second;
  Traffic traffic;

  /** Fills the arrays with numbers of the usual sizes. */
  @Setup(Level.Trial)
  public void fill() {
    kernels = Kernels.select();
    segments = Segments.single(parameters);
    sums = kernels.newSums(segments);
    stepSums = kernels.newSums(segments);
    layers = layers(parameters);
    layerSums = kernels.newSums(layers);
    weights = random(parameters, 1, 1e-1);
    gradient = random(parameters, 2, 1e-3);
    first = HostArray.allocate(ElementType.FLOAT32, parameters);
    second = HostArray.allocate(ElementType.FLOAT32, parameters);
    traffic = new Traffic();
  }

  /** Stops the threads of the traffic kernels. */
  @TearDown(Level.Trial)
  public void stop() {
    traffic.close();
  }

  StepArrays step(boolean withSecond, Output output) {
    return new StepArrays(weights, gradient, first, withSecond ? second : null, segments, output);
  }

  /** An Adam step in {@link #layers}. */
  StepArrays stepInLayers() {
    return new StepArrays(weights, gradient, first, second, layers, Output.PARAMETERS);
  }

  /** Returns 64 segments of about equal length. */
  private static Segments layers(long length) {
    List<Segment> list = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      long begin = i * length / LAYERS;
      long end = (i + 1) * length / LAYERS;
      list.add(new Segment("layer" + i, begin, end - begin, Segment.Kind.GRADIENT));
    }
    return Segments.of(list);
  }

  static HostArray random(long length, long seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    HostArray array = HostArray.allocate(ElementType.FLOAT32, length);
    for (long i = 0; i < length; i++) {
      array.set(i, scale * (random.nextDouble() - 0.5));
    }
    return array;
  }
}
