package io.github.gns4j.examples.quadratics;

/**
 * The fit {@code steps = S_min·(1 + B_crit/B)} (McCandlish et al. 2018, arXiv 1812.06162, §2.3) by
 * least squares of relative errors, a linear problem in {@code S_min} and {@code S_min·B_crit}.
 *
 * @param fewestSteps {@code S_min}
 * @param criticalBatch {@code B_crit}
 */
record TradeOff(double fewestSteps, double criticalBatch) {
  /** Fits at least two points with different batches. */
  static TradeOff fit(int[] batches, int[] steps) {
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double a1 = 0;
    double b1 = 0;
    for (int i = 0; i < batches.length; i++) {
      double a = 1.0 / steps[i];
      double b = a / batches[i];
      aa += a * a;
      ab += a * b;
      bb += b * b;
      a1 += a;
      b1 += b;
    }
    double determinant = aa * bb - ab * ab;
    double fewest = (a1 * bb - b1 * ab) / determinant;
    double product = (aa * b1 - ab * a1) / determinant;
    return new TradeOff(fewest, product / fewest);
  }

  /** Returns the steps that the fit gives. */
  double steps(double batch) {
    return fewestSteps * (1 + criticalBatch / batch);
  }
}
