package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.OuterProducts;
import java.util.function.IntConsumer;

/**
 * The norms of {@link ConvolutionProducts}, one sample a task, in double: directly, weight by
 * weight, or by {@link PatchGram}, whichever takes less work. Each thread that takes part makes
 * scratch once a pass.
 */
final class ConvolutionNorms implements IntConsumer {
  private final ConvolutionPlan plan;
  private final ProductLoops loops;
  private final ConvolutionProducts products;
  private final double factor;
  private final ThreadLocal<Sample> samples;

  ConvolutionNorms(
      ConvolutionPlan plan, ProductLoops loops, ConvolutionProducts products, double scale) {
    this.plan = plan;
    this.loops = loops;
    this.products = products;
    this.factor = scale * scale;
    this.samples = ThreadLocal.withInitial(() -> new Sample(plan, loops));
  }

  @Override
  public void accept(int index) {
    Sample sample = samples.get();
    double bias = products.bias() == OuterProducts.Bias.PRESENT ? 1 : 0;
    sample.scratch.load(products, index);
    double norm =
        sample.gram == null ? direct(sample, bias) : sample.gram.norm(sample.scratch, bias);
    NormTarget.write(products.squaredNorms(), index, factor * norm, products.into());
  }

  /** Filters beyond the last are zeros. */
  private double direct(Sample sample, double bias) {
    double norm = 0;
    for (int filter = 0; filter < plan.shape().filters(); filter += ProductLoops.FILTERS) {
      for (int channel = 0; channel < plan.shape().channels(); channel++) {
        norm += tile(sample, filter, channel * plan.pixels());
      }
      if (bias != 0) {
        int ones = sample.scratch.ones();
        correlate(sample, filter, ones, ones);
        norm += sample.first();
      }
    }
    return norm;
  }

  /** All weights between the channel that starts at {@code start} and a tile of filters. */
  private double tile(Sample sample, int filter, int start) {
    int[] shifts = sample.shifts;
    double norm = 0;
    int k = 0;
    for (; k + 1 < shifts.length; k += ProductLoops.SHIFTS) {
      correlate(sample, filter, start + shifts[k], start + shifts[k + 1]);
      norm += sample.first() + sample.second();
    }
    if (k < shifts.length) {
      int last = start + shifts[k];
      correlate(sample, filter, last, last);
      norm += sample.first();
    }
    return norm;
  }

  private void correlate(Sample sample, int filter, int first, int second) {
    int length = sample.scratch.length;
    sample.pair[0] = first;
    sample.pair[1] = second;
    loops.correlate(
        sample.scratch.image,
        sample.pair,
        sample.scratch.deltas,
        filter * length,
        length,
        sample.out);
  }

  /** What a thread works on. */
  private static final class Sample {
    private final ConvolutionScratch scratch;
    private final PatchGram gram;
    private final int[] shifts;
    private final int[] pair = new int[ProductLoops.SHIFTS];
    private final double[] out = new double[ProductLoops.SHIFTS * ProductLoops.FILTERS];

    Sample(ConvolutionPlan plan, ProductLoops loops) {
      scratch = new ConvolutionScratch(plan, loops);
      gram = plan.isGram() ? new PatchGram(plan, loops) : null;
      shifts = plan.shifts();
    }

    /** Squared weights of the first shift of a pair. */
    double first() {
      return squares(0);
    }

    /** Squared weights of the second. */
    double second() {
      return squares(ProductLoops.FILTERS);
    }

    private double squares(int at) {
      double sum = 0;
      for (int i = at; i < at + ProductLoops.FILTERS; i++) {
        sum += out[i] * out[i];
      }
      return sum;
    }
  }
}
