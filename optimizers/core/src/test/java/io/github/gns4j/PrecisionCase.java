package io.github.gns4j;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LossScaling;
import java.util.List;
import java.util.stream.Stream;

/** One combination of what can go together in a step of mixed precision. */
record PrecisionCase(
    Metric metric, Scale scale, Clip clip, Parts parts, ElementType type, boolean ragged) {
  static final int DIMENSION = 45;
  static final int BATCH = 12;

  static final Segments SEGMENTS =
      Segments.of(
          List.of(
              new Segment("w", 0, 30, Segment.Kind.GRADIENT),
              new Segment("running mean", 30, 5, Segment.Kind.STATISTICS),
              new Segment("b", 35, 10, Segment.Kind.GRADIENT)));

  private static final Kernels KERNELS = Kernels.select();

  /** The optimizers, by the metric and mean they keep. */
  enum Metric {
    PLAIN_SGD,
    SGD,
    ADAM,
    LAMB;

    private NoiseAwareBuilder<?> builder() {
      return switch (this) {
        case PLAIN_SGD -> NoiseAware.sgd().learningRate(0.01).momentum(0);
        case SGD -> NoiseAware.sgd().learningRate(0.01);
        case ADAM -> NoiseAware.adam().learningRate(0.01);
        case LAMB -> NoiseAware.lamb().learningRate(0.01).weightDecay(0.01);
      };
    }
  }

  /** Loss scales: powers of two, so that scaling rounds nothing. */
  enum Scale {
    NONE,
    FIXED,
    DYNAMIC;

    LossScaling scaling() {
      return switch (this) {
        case NONE -> LossScaling.none();
        case FIXED -> LossScaling.fixed(256);
        case DYNAMIC -> LossScaling.dynamic().startingAt(1024).growing(2, 3);
      };
    }
  }

  /** Limits that some of the gradients exceed, and the others do not. */
  enum Clip {
    NONE,
    NORM,
    VALUE,
    RELATIVE;

    private Clipping clipping() {
      return switch (this) {
        case NONE -> Clipping.none();
        case NORM -> Clipping.toNorm(5);
        case VALUE -> Clipping.toValue(1.5);
        case RELATIVE -> Clipping.relative(1);
      };
    }
  }

  /** How the batch comes. */
  enum Parts {
    WHOLE,
    ACCUMULATED,
    PER_SAMPLE
  }

  static Stream<PrecisionCase> all() {
    return Stream.of(Metric.values())
        .flatMap(metric -> Stream.of(Scale.values()).flatMap(scale -> of(metric, scale)));
  }

  private static Stream<PrecisionCase> of(Metric metric, Scale scale) {
    Stream.Builder<PrecisionCase> cases = Stream.builder();
    for (Clip clip : Clip.values()) {
      for (Parts parts : Parts.values()) {
        for (ElementType type :
            List.of(ElementType.FLOAT32, ElementType.FLOAT16, ElementType.BFLOAT16)) {
          cases.add(new PrecisionCase(metric, scale, clip, parts, type, false));
          cases.add(new PrecisionCase(metric, scale, clip, parts, type, true));
        }
      }
    }
    return cases.build();
  }

  /** Makes an optimizer of this case. */
  NoiseAwareOptimizer optimizer(HostArray parameters) {
    return make(parameters, clip.clipping(), scale.scaling());
  }

  /** The same without a loss scale. */
  NoiseAwareOptimizer unscaled(HostArray parameters) {
    return make(parameters, clip.clipping(), LossScaling.none());
  }

  /** The same without a loss scale and without clipping. */
  NoiseAwareOptimizer unclipped(HostArray parameters) {
    return make(parameters, Clipping.none(), LossScaling.none());
  }

  private NoiseAwareOptimizer make(HostArray parameters, Clipping clipping, LossScaling scaling) {
    return metric
        .builder()
        .kernels(KERNELS)
        .nanoClock(() -> 0)
        .batchSize(BATCH)
        .maxMicroBatch(parts == Parts.ACCUMULATED ? 4 : BATCH)
        .clipping(clipping)
        .lossScaling(scaling)
        .forParameters(parameters, SEGMENTS);
  }

  static boolean isGradient(int index) {
    return index < 30 || index >= 35;
  }
}
