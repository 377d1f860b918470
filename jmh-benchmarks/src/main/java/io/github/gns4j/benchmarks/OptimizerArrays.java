package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The arrays of an optimizer with {@code parameters} parameters. */
public class OptimizerArrays extends Configured {
  private static final int LAYERS = 64;

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
  private final StepArrays[] steps = new StepArrays[2 * Output.values().length];

  /** Fills the arrays with numbers of the usual sizes. */
  @Setup(Level.Trial)
  public void fill() {
    kernels = select((long) parameters * (3 * stateType().bytes() + type.bytes()));
    segments = Segments.single(parameters);
    sums = kernels.newSums(segments);
    stepSums = kernels.newSums(segments);
    layers = layers(parameters);
    layerSums = kernels.newSums(layers);
    weights = weights();
    gradient = gradient(2);
    first = state();
    second = state();
    traffic = new Traffic();
    Arrays.setAll(steps, this::newStep);
  }

  /** Stops the threads of the traffic kernels. */
  @TearDown(Level.Trial)
  public void stop() {
    traffic.close();
  }

  /** The arrays of a step, made once: what a kernel itself leaves on the heap is counted. */
  StepArrays step(boolean withSecond, Output output) {
    return steps[2 * output.ordinal() + (withSecond ? 1 : 0)];
  }

  private StepArrays newStep(int index) {
    Output output = Output.values()[index / 2];
    FlatArray moment = index % 2 == 0 ? null : second;
    return new StepArrays(weights, gradient, first, moment, segments, output);
  }

  StepArrays stepWithoutMoments() {
    return new StepArrays(weights, gradient, null, null, segments, Output.PARAMETERS);
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
}
