package io.github.gns4j.dl4j;

import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;

/** Keeps the metrics that a trainer tells of. */
final class MetricLog implements StepListener {
  private final List<MetricReport> told = new ArrayList<>();

  @Override
  public void onStep(StepReport report) {}

  @Override
  public void onMetric(MetricReport metric) {
    told.add(metric);
  }

  List<MetricReport> told() {
    return told;
  }

  List<Double> values() {
    return told.stream().map(MetricReport::value).toList();
  }
}
