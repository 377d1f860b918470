package io.github.gns4j;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Small optimizers and noisy gradients for tests of whole steps. */
final class OptimizerRuns {
  static final Kernels KERNELS = Kernels.select();
  static final int DIMENSION = 50;
  static final Segments SEGMENTS =
      Segments.of(
          List.of(
              new Segment("w", 0, 30, Segment.Kind.GRADIENT),
              new Segment("mean", 30, 5, Segment.Kind.STATISTICS),
              new Segment("b", 35, 15, Segment.Kind.GRADIENT)));

  private OptimizerRuns() {}

  static Stream<NoiseAwareBuilder<?>> optimizers() {
    return Stream.of(
        NoiseAware.adam().learningRate(0.01),
        NoiseAware.adam().learningRate(0.01).weightDecay(0.1),
        NoiseAware.sgd().learningRate(0.01),
        NoiseAware.sgd().learningRate(0.01).nesterov(),
        NoiseAware.sgd().learningRate(0.01).momentum(0),
        NoiseAware.lamb().learningRate(0.01));
  }

  /** A noisy gradient that pulls towards 0, the same for the same seed. */
  static HostArray gradient(HostArray parameters, Random random) {
    HostArray gradient = HostArray.allocate(parameters.type(), parameters.length());
    for (int i = 0; i < parameters.length(); i++) {
      gradient.set(i, parameters.get(i) + random.nextGaussian());
    }
    return gradient;
  }

  static HostArray start() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = 1 + i / 10f;
    }
    return HostArray.copyOf(values);
  }

  static StepReport step(NoiseAwareOptimizer optimizer, HostArray parameters, Random random) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.accumulate(gradient(parameters, random), micro);
    }
    return optimizer.step();
  }

  static byte[] saved(NoiseAwareOptimizer optimizer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    optimizer.save(bytes);
    return bytes.toByteArray();
  }

  static NoiseAwareOptimizer make(NoiseAwareBuilder<?> builder, HostArray parameters) {
    return make(builder, parameters, 8);
  }

  static NoiseAwareOptimizer make(
      NoiseAwareBuilder<?> builder, HostArray parameters, int microBatch) {
    // A clock that stands still: no rule of these tests weighs time.
    builder
        .kernels(KERNELS)
        .nanoClock(() -> 0)
        .batchSize(24)
        .maxMicroBatch(microBatch)
        .noisePerSegment();
    return builder.forParameters(parameters, SEGMENTS);
  }
}
