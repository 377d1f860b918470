package io.github.gns4j;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.SegmentReport;
import java.util.ArrayList;
import java.util.List;

/** Makes the reports of the segments from their estimates and the sums of the step. */
final class SegmentReports {
  private final Segments segments;
  private final boolean wanted;

  SegmentReports(Segments segments, boolean wanted) {
    this.segments = segments;
    this.wanted = wanted;
  }

  /** Returns a report for each segment with a gradient; none if they are not wanted. */
  List<SegmentReport> of(NoiseTracker noise, Sums step) {
    if (!wanted) {
      return List.of();
    }
    List<NoiseEstimate> estimates = noise.segments();
    List<NoiseEstimate> inOptimizers = noise.segmentsInOptimizers();
    double total = estimates.stream().mapToDouble(SegmentReports::traceSigma).sum();
    List<SegmentReport> reports = new ArrayList<>();
    for (int i = 0; i < segments.count(); i++) {
      if (segments.get(i).isGradient()) {
        NoiseEstimate euclidean = estimates.get(i);
        double share = total > 0 ? traceSigma(euclidean) / total : 0;
        reports.add(
            new SegmentReport(
                segments.get(i).name(),
                euclidean,
                inOptimizers.get(i),
                share,
                trustRatio(step, i)));
      }
    }
    return reports;
  }

  /**
   * Returns the trust ratio of a segment, 1 without one. Only LAMB fills it; every other step
   * leaves 0, which LAMB's clamp alone could give.
   */
  static double trustRatio(Sums step, int segment) {
    double ratio = step.get(Sum.TRUST_RATIO, segment);
    return ratio == 0 ? 1 : ratio;
  }

  /** An unbiased estimate may be below 0; as a share of the whole it is then none. */
  private static double traceSigma(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.Resolved known -> Math.max(known.traceSigma(), 0);
      case NoiseEstimate.Unresolved known -> Math.max(known.traceSigma(), 0);
      case NoiseEstimate.NotReady none -> 0;
      case NoiseEstimate.NonFinite none -> 0;
    };
  }
}
