package io.github.gns4j.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.ProbeGradient;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.quadratic.RandomQuadratic.Noise;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * What may not change a run, with every optimizer and policy: the order of the micro-batches, the
 * scale of the loss, how the same samples are split.
 */
class InvarianceProperties {
  /** Estimates from single gradients, on which the inner-product test stands, take 76. */
  private static final int STEPS = 200;

  private static final int SPLIT = 4;

  /** Optimizers with their rates for a loss multiplied by a power of two. */
  enum Optimizer {
    SGD {
      @Override
      NoiseAwareBuilder<?> make(Policy policy, double lossFactor) {
        return policy
            .applyTo(NoiseAware.sgd(), false, 16, 128)
            .momentum(0.9)
            .learningRate(0.01 / lossFactor);
      }
    },
    ADAM {
      @Override
      NoiseAwareBuilder<?> make(Policy policy, double lossFactor) {
        return policy
            .applyTo(NoiseAware.adam(), true, 16, 128)
            .epsilon(1e-12 * lossFactor)
            .learningRate(0.01);
      }
    },
    LAMB {
      @Override
      NoiseAwareBuilder<?> make(Policy policy, double lossFactor) {
        return policy
            .applyTo(NoiseAware.lamb(), true, 16, 128)
            .epsilon(1e-12 * lossFactor)
            .weightDecay(0)
            .learningRate(0.01);
      }
    };

    abstract NoiseAwareBuilder<?> make(Policy policy, double lossFactor);
  }

  /** What a run leaves: its batches and its last parameters. */
  private record Trace(List<Integer> batches, double[] parameters) {}

  /** Gradients of a step's micro-batches times {@code factor}, in an order. */
  private static Trace run(
      RandomQuadratic problem,
      NoiseAwareBuilder<?> builder,
      double factor,
      boolean reversed,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HostArray parameters = problem.start(ElementType.FLOAT64);
    List<Integer> batches = new ArrayList<>();
    long[] nanos = {0};
    try (NoiseAwareOptimizer optimizer =
        builder.maxMicroBatch(SPLIT).nanoClock(() -> nanos[0]).forParameters(parameters)) {
      for (int step = 0; step < STEPS; step++) {
        // Whole micro-batches: in another order they have the same sizes.
        List<double[]> draws = new ArrayList<>();
        for (MicroBatch micro : optimizer.nextBatch()) {
          draws.add(problem.draw(micro.samples(), random));
        }
        if (reversed) {
          Collections.reverse(draws);
        }
        ProbeGradient gradient =
            micro -> scaled(gradient(problem, parameters, draws.get(micro.index())), factor);
        nanos[0] += 1000L * (64 + optimizer.nextBatch().samples());
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(gradient.at(micro), micro);
        }
        optimizer.loss(factor * problem.loss(parameters));
        StepReport report = optimizer.step(gradient);
        batches.add(report.batch().samples());
      }
    }
    return new Trace(batches, parameters.toDoubles());
  }

  private static HostArray gradient(RandomQuadratic problem, HostArray parameters, double[] draw) {
    HostArray gradient = HostArray.allocate(ElementType.FLOAT64, parameters.length());
    problem.gradient(parameters, draw, gradient, 0);
    return gradient;
  }

  private static HostArray scaled(HostArray gradient, double factor) {
    return HostArray.copyOf(
        Arrays.stream(gradient.toDoubles()).map(value -> factor * value).toArray());
  }

  /**
   * Only rounding tells the orders apart: it stays below 1e-9 of the parameters unless it tips a
   * decision, which these seeds do not.
   */
  @Property(tries = 5, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void theOrderOfMicroBatchesDoesNotMatter(
      @ForAll Optimizer optimizer,
      @ForAll Noise noise,
      @ForAll @IntRange(min = 2, max = 64) int dimension,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    for (Policy policy : Policy.values()) {
      RandomQuadratic problem =
          RandomQuadratic.draw(dimension, 100, policy.turned(noise), new SplittableRandom(seed));
      assertOrderDoesNotMatter(problem, policy.turned(optimizer), policy, seed);
    }
  }

  private static void assertOrderDoesNotMatter(
      RandomQuadratic problem, Optimizer optimizer, Policy policy, long seed) {
    Trace forward = run(problem, optimizer.make(policy, 1), 1, false, seed);
    Trace backward = run(problem, optimizer.make(policy, 1), 1, true, seed);
    assertThat(backward.batches()).as("%s %s", optimizer, policy).isEqualTo(forward.batches());
    for (int i = 0; i < forward.parameters().length; i++) {
      double expected = forward.parameters()[i];
      assertThat(Math.abs(backward.parameters()[i] - expected))
          .as("%s %s", optimizer, policy)
          .isLessThan(1e-9 * (1 + Math.abs(expected)));
    }
  }

  /** A power of two changes no bit: with SGD at a rate divided by it, with the others as it is. */
  @Property(tries = 6, seed = "20261127", shrinking = ShrinkingMode.OFF)
  void theScaleOfTheLossDoesNotMatter(
      @ForAll Optimizer optimizer,
      @ForAll Noise noise,
      @ForAll @IntRange(min = 2, max = 64) int dimension,
      @ForAll @IntRange(min = -20, max = 20) int exponent,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    double factor = Math.scalb(1.0, exponent);
    for (Policy policy : Policy.values()) {
      Optimizer turned = policy.turned(optimizer);
      if (scales(policy, turned, factor)) {
        RandomQuadratic problem =
            RandomQuadratic.draw(dimension, 100, policy.turned(noise), new SplittableRandom(seed));
        assertScaleDoesNotMatter(problem, turned, policy, factor, seed);
      }
    }
  }

  /**
   * CABS weighs the loss against the noise in gradients, not in an optimizer's own metric. A search
   * begins at a thousandth of the rate, but not below 1e-6, so that SGD's, whose rate is divided,
   * begins elsewhere.
   */
  private static boolean scales(Policy policy, Optimizer optimizer, double factor) {
    return switch (policy) {
      case CABS -> optimizer == Optimizer.SGD;
      case PROBED, AUTO -> optimizer != Optimizer.SGD || factor <= 8;
      default -> true;
    };
  }

  private static void assertScaleDoesNotMatter(
      RandomQuadratic problem, Optimizer optimizer, Policy policy, double factor, long seed) {
    Trace plain = run(problem, optimizer.make(policy, 1), 1, false, seed);
    Trace scaled = run(problem, optimizer.make(policy, factor), factor, false, seed);
    assertThat(scaled.batches()).as("%s %s", optimizer, policy).isEqualTo(plain.batches());
    assertThat(scaled.parameters()).as("%s %s", optimizer, policy).isEqualTo(plain.parameters());
  }

  /**
   * The same samples one by one, in micro-batches of any size, or as two halves, with every
   * optimizer: the same parameters but for rounding, and estimates that agree within their
   * intervals.
   */
  @Property(tries = 16, seed = "20261128", shrinking = ShrinkingMode.OFF)
  void theSplitOfTheSamplesDoesNotMatter(
      @ForAll Optimizer optimizer,
      @ForAll Noise noise,
      @ForAll @IntRange(min = 2, max = 64) int dimension,
      @ForAll @IntRange(min = 1, max = 15) int micro,
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    RandomQuadratic problem =
        RandomQuadratic.draw(dimension, 10, noise, new SplittableRandom(seed));
    List<HostArray> ends = new ArrayList<>();
    List<Resolved> estimates = new ArrayList<>();
    for (int size : new int[] {0, micro, 16}) {
      HostArray parameters = problem.start(ElementType.FLOAT64);
      NoiseAwareOptimizer split =
          optimizer
              .make(Policy.FIXED, 1)
              .batchSize(32)
              .maxMicroBatch(size == 0 ? 32 : size)
              .nanoClock(() -> 0)
              .forParameters(parameters);
      train(split, problem, parameters, size == 0, new SplittableRandom(seed));
      ends.add(parameters);
      if (split.noise() instanceof Resolved resolved) {
        estimates.add(resolved);
      }
    }
    for (int i = 0; i < dimension; i++) {
      assertThat(ends.get(1).get(i)).isCloseTo(ends.get(0).get(i), within(1e-11));
      assertThat(ends.get(2).get(i)).isCloseTo(ends.get(0).get(i), within(1e-11));
    }
    for (Resolved a : estimates) {
      for (Resolved b : estimates) {
        // Each covers the truth 19 times in 20; they need not overlap to the last digit.
        assertThat(a.low()).isLessThan(1.25 * b.high());
      }
    }
  }

  private static void train(
      NoiseAwareOptimizer optimizer,
      RandomQuadratic problem,
      HostArray parameters,
      boolean oneByOne,
      SplittableRandom random) {
    int dimension = Math.toIntExact(parameters.length());
    for (int step = 0; step < STEPS; step++) {
      HostArray samples = HostArray.allocate(ElementType.FLOAT64, 32L * dimension);
      for (int s = 0; s < 32; s++) {
        problem.gradient(parameters, 1, random, samples, s);
      }
      feed(optimizer, samples, dimension, oneByOne);
      optimizer.step();
    }
  }

  private static void feed(
      NoiseAwareOptimizer optimizer, HostArray samples, int dimension, boolean oneByOne) {
    if (oneByOne) {
      optimizer.accumulatePerSample(samples, 32);
      return;
    }
    int first = 0;
    for (MicroBatch micro : optimizer.nextBatch()) {
      double[] mean = new double[dimension];
      for (int s = first; s < first + micro.samples(); s++) {
        for (int i = 0; i < dimension; i++) {
          mean[i] += samples.get((long) s * dimension + i) / micro.samples();
        }
      }
      first += micro.samples();
      optimizer.accumulate(HostArray.copyOf(mean), micro);
    }
  }
}
