package io.github.gns4j.kernels.host;

import java.util.Arrays;

/**
 * The Gram form for one sample: {@code Σ_{t,t'} (a_t·a_t' + bias)(δ_t·δ_t')} over patches {@code
 * a_t}, where {@code a_t·a_t' = Σ_k K[t + k, t' + k]} comes from the products {@code K[p, q] = Σ_c
 * x[c,p]·x[c,q]} of pixels, each formed once for all patches that share it.
 */
final class PatchGram {
  private final ConvolutionPlan plan;
  private final ProductLoops loops;
  private final int[] shifts;
  private final int[] places;
  private final int[] starts;
  private final double[] products;
  private final double[] patches;
  private final double[] deltas;

  PatchGram(ConvolutionPlan plan, ProductLoops loops) {
    this.plan = plan;
    this.loops = loops;
    this.shifts = plan.shifts();
    this.places = plan.places();
    this.starts = new int[shifts.length];
    this.products = new double[plan.pixels() * plan.pixels() + ProductLoops.UNIT];
    this.patches = new double[plan.span() + ProductLoops.UNIT];
    this.deltas = new double[plan.span() + ProductLoops.UNIT];
  }

  double norm(ConvolutionScratch sample, double bias) {
    int pixels = plan.pixels();
    ProductLoops.Rows image = new ProductLoops.Rows(sample.image, pixels, plan.shape().channels());
    // In ascending order: what a row writes beyond its end belongs to rows that follow.
    for (int p = 0; p < pixels; p++) {
      loops.productsOf(image, p, products, p * pixels + p, pixels - p);
    }
    ProductLoops.Rows rows =
        new ProductLoops.Rows(sample.deltas, sample.length, plan.shape().filters());
    double norm = 0;
    for (int place : places) {
      norm += row(rows, place, bias);
    }
    return norm;
  }

  /** One output with itself and, twice, with those after it. */
  private double row(ProductLoops.Rows rows, int place, double bias) {
    int count = plan.span() - place;
    int diagonal = plan.pixels() + 1;
    for (int k = 0; k < shifts.length; k++) {
      starts[k] = (place + shifts[k]) * diagonal;
    }
    loops.sumOf(products, starts, bias, patches, count);
    loops.productsOf(rows, place, deltas, 0, count);
    int whole = Math.ceilDiv(count, ProductLoops.UNIT) * ProductLoops.UNIT;
    Arrays.fill(patches, count, whole, 0);
    Arrays.fill(deltas, count, whole, 0);
    return 2 * loops.dot(patches, deltas, whole) - patches[0] * deltas[0];
  }
}
