package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weights that nothing moves any more, of units that never fire: gradients are 0, first moments
 * fade by nine tenths a step through all of the range of float, and second moments stay. The loops
 * over vectors sum such blocks again, in double.
 */
class FadedMomentsTest {
  private static final int LENGTH = 5_000;

  /** Sums add at most 256 terms in one float before they go on in double. */
  private static final double FLOAT_SUMS = 256 * 0x1p-24;

  /** First moments below 2⁻¹²⁶ may count as 0. */
  private static final double NEGLIGIBLE = LENGTH * 0x1p-252;

  /** Second moments are at least 1e-6: no element weighs more in the metric. */
  private static final double MOST_WEIGHT = 1e3;

  private static final double LARGEST_RATIO = 10;

  private final Kernels scalar = Kernels.of(new ScalarProvider().open());
  private final Kernels vector = Kernels.of(VectorLoops.backend("vector", Workers.shared()));

  /**
   * The gradient is 0, or as small in one element of a block as the moments, which are then not 0.
   */
  @ParameterizedTest
  @CsvSource({
    "1e-12, 0",
    "1e-15, 0",
    "1e-20, 0",
    "1e-25, 0",
    "1e-36, 0",
    "1e-38, 0",
    "1e-40, 0",
    "4.2e-45, 0",
    "1e-15, 1e-15",
    "1e-25, 1e-25",
    "1e-38, 1e-38",
    "0, 1e-20",
    "0, 1e-38"
  })
  void sumsAsTheScalarBackend(double moment, double gradient) {
    assertSame(accumulate(vector, moment, gradient), accumulate(scalar, moment, gradient));
    for (StepArrays.Output output : StepArrays.Output.values()) {
      for (double decay : new double[] {0, 0.01}) {
        Sums expected = adam(scalar, output, decay, moment, gradient);
        assertSame(adam(vector, output, decay, moment, gradient), expected);
        expected = lamb(scalar, output, decay, moment, gradient);
        assertSame(lamb(vector, output, decay, moment, gradient), expected);
      }
      for (boolean nesterov : new boolean[] {false, true}) {
        Sums expected = sgd(scalar, output, nesterov, moment, gradient);
        assertSame(sgd(vector, output, nesterov, moment, gradient), expected);
      }
    }
  }

  /**
   * An update that may count as 0 has a trust ratio of 1 or the largest. Which it is depends on the
   * length of a vector: elements beyond the last whole one count as they are.
   */
  private static void assertSame(Sums actual, Sums expected) {
    double least = NEGLIGIBLE * MOST_WEIGHT * MOST_WEIGHT;
    boolean moves = expected.total(Sum.UPDATE_SQUARED) > least;
    for (Sum kind : Sum.values()) {
      double want = expected.total(kind);
      if (kind == Sum.TRUST_RATIO && !moves) {
        assertThat(actual.total(kind)).as("%s", kind).isIn(0.0, 1.0, LARGEST_RATIO);
        continue;
      }
      assertThat(Math.abs(actual.total(kind) - want))
          .as("%s, %s", kind, want)
          .isLessThanOrEqualTo(FLOAT_SUMS * want + (kind == Sum.MEAN_SQUARED ? NEGLIGIBLE : least));
    }
  }

  private static Sums adam(
      Kernels kernels, StepArrays.Output output, double decay, double moment, double gradient) {
    Sums sums = kernels.newSums(Segments.single(LENGTH));
    kernels.adamStep(arrays(output, moment, gradient), hyper(decay), Gate.OPEN, sums);
    return sums;
  }

  private static Sums lamb(
      Kernels kernels, StepArrays.Output output, double decay, double moment, double gradient) {
    Sums sums = kernels.newSums(Segments.single(LENGTH));
    LambHyper hyper = new LambHyper(hyper(decay), 0, LARGEST_RATIO, LambHyper.Scope.ALWAYS);
    kernels.lambStep(arrays(output, moment, gradient), hyper, Gate.OPEN, sums);
    return sums;
  }

  private static Sums sgd(
      Kernels kernels, StepArrays.Output output, boolean nesterov, double moment, double gradient) {
    Sums sums = kernels.newSums(Segments.single(LENGTH));
    SgdHyper.Form form = nesterov ? SgdHyper.Form.NESTEROV : SgdHyper.Form.CLASSIC;
    SgdHyper hyper = new SgdHyper(0.1, 0.9, 0, form, WeightDecay.NONE, false);
    StepArrays all = arrays(output, moment, gradient);
    StepArrays arrays =
        new StepArrays(
            all.parameters(), all.gradient(), all.first(), null, all.segments(), all.output());
    kernels.sgdStep(arrays, hyper, Gate.OPEN, sums);
    return sums;
  }

  /** The moments are a running mean, and a gradient as small is added. */
  private static Sums accumulate(Kernels kernels, double mean, double gradient) {
    StepArrays arrays = arrays(StepArrays.Output.PARAMETERS, mean, gradient);
    Sums sums = kernels.newSums(arrays.segments());
    kernels.accumulate(
        arrays.first(),
        arrays.gradient(),
        arrays.segments(),
        new Accumulation(0.5, 8, 8),
        new Preconditioner(arrays.second(), 0.5, 1e-8),
        sums);
    return sums;
  }

  private static AdamHyper hyper(double decay) {
    return new AdamHyper(
        1e-3, 0.9, 0.999, 1e-8, new WeightDecay(decay, WeightDecay.Kind.DECOUPLED), 1, 1);
  }

  private static StepArrays arrays(StepArrays.Output output, double moment, double gradient) {
    SplittableRandom random = new SplittableRandom(1);
    HostArray parameters = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    HostArray g = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    HostArray first = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    HostArray second = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      parameters.set(i, random.nextGaussian());
      first.set(i, moment * random.nextDouble(0.5, 1));
      second.set(i, random.nextDouble(1e-6, 1e-5));
      g.set(i, i % 100 == 7 ? gradient : 0);
    }
    return new StepArrays(parameters, g, first, second, Segments.single(LENGTH), output);
  }
}
