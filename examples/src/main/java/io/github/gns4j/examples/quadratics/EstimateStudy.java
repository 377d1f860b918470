package io.github.gns4j.examples.quadratics;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.List;

/** The critical batch of a curve beside what the estimate of the noise says along a run. */
final class EstimateStudy {
  private EstimateStudy() {}

  /**
   * Runs at the batch of the curve that is nearest to its critical batch, with the best rate.
   *
   * @param curve all points of one curve
   */
  static EstimateRow row(List<CurveRow> curve, long seed) {
    double critical = curve.getFirst().criticalBatch();
    CurveRow at = curve.getFirst();
    for (CurveRow row : curve) {
      at = distance(row, critical) < distance(at, critical) ? row : at;
    }
    QuadraticModel model = new QuadraticModel(at.dimension());
    double target = CurveStudy.TARGET * model.initialLoss();
    Setting setting = new Setting(at.rate(), at.momentum(), at.batch());
    AdaptiveRun run = new AdaptiveRun(model, new CostModel(0), Policies.fixed(), setting, seed);
    double logs = 0;
    int count = 0;
    double last = Double.NaN;
    for (int step = 0; step < at.steps(); step++) {
      run.step();
      if (run.noise() instanceof NoiseEstimate.Resolved known) {
        logs += Math.log(known.scale());
        count++;
        last = known.scale();
      }
    }
    double noise = at.rate() / (1 - at.momentum()) * model.traceSigma() / target;
    return new EstimateRow(
        at.dimension(), at.momentum(), critical, Math.exp(logs / count), last, noise);
  }

  private static double distance(CurveRow row, double critical) {
    return Math.abs(Math.log(row.batch() / critical));
  }
}
