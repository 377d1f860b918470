package io.github.gns4j.monitor.tensorboard;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.StepDetail;
import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.StepRow;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of a step by their tags. What is not known, or an end without bound, is left out. */
final class StepScalars {
  private static final Map<Column, String> TAGS = tags();

  private StepScalars() {}

  private static Map<Column, String> tags() {
    Map<Column, String> tags = new EnumMap<>(Column.class);
    tags.put(Column.RATE, "learning rate");
    tags.put(Column.SAMPLES, "batch/samples so far");
    tags.put(Column.BATCH, "batch/samples");
    tags.put(Column.ACCUMULATION, "batch/micro-batches");
    tags.put(Column.NORM, "gradient/norm");
    tags.put(Column.CLIPPED, "gradient/clipped");
    tags.put(Column.SKIPPED, "gradient/skipped");
    tags.put(Column.LOSS_SCALE, "gradient/loss scale");
    tags.put(Column.NOISE, "noise/scale");
    tags.put(Column.NOISE_LOW, "noise/scale, low end");
    tags.put(Column.NOISE_HIGH, "noise/scale, high end");
    tags.put(Column.TRACE, "noise/tr Σ");
    tags.put(Column.SIGNAL, "noise/|G|²");
    tags.put(Column.DATA_SECONDS, "seconds/data");
    tags.put(Column.BACKPROP_SECONDS, "seconds/backprop");
    tags.put(Column.REDUCE_SECONDS, "seconds/reduce");
    tags.put(Column.UPDATE_SECONDS, "seconds/update");
    tags.put(Column.TOTAL_SECONDS, "seconds/total");
    return tags;
  }

  static Map<String, Double> of(LogEntry.Step step) {
    Map<String, Double> values = new LinkedHashMap<>();
    step.loss().ifPresent(loss -> values.put("loss", loss)); // a loss that is not finite shows
    double[] row = StepRow.of(step);
    TAGS.forEach(
        (column, tag) -> {
          if (Double.isFinite(row[column.ordinal()])) {
            values.put(tag, row[column.ordinal()]);
          }
        });
    step.detail().ifPresent(detail -> parts(values, detail));
    return values;
  }

  private static void parts(Map<String, Double> values, StepDetail detail) {
    for (SegmentReport segment : detail.segments()) {
      values.put("noise share of layers/" + segment.name(), segment.traceShare());
    }
    for (GroupReport group : detail.groups()) {
      values.put("noise share of groups/" + group.name(), group.within() + group.between());
    }
  }
}
