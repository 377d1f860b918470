package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.StepDetail;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.StepTiming;
import java.util.Arrays;

/** Turns a step into the values of its columns. */
public final class StepRow {
  private final double[] row = new double[Column.values().length];

  private StepRow() {
    Arrays.fill(row, Double.NaN);
  }

  /** Returns the values of a step by the ordinal of {@link Column}, NaN where it does not tell. */
  public static double[] of(LogEntry.Step step) {
    StepRow row = new StepRow();
    row.put(Column.TIME, step.time());
    row.put(Column.STEP, step.step());
    row.put(Column.SAMPLES, step.samples());
    row.put(Column.BATCH, step.batch());
    double loss = step.loss().orElse(Double.NaN);
    row.put(Column.LOSS, loss);
    row.put(Column.LOSS_LOW, loss);
    row.put(Column.LOSS_HIGH, loss);
    row.put(Column.RATE, step.rate().orElse(Double.NaN));
    step.detail().ifPresent(row::detail);
    return row.row;
  }

  private void put(Column column, double value) {
    row[column.ordinal()] = value;
  }

  private void detail(StepDetail detail) {
    boolean skipped = detail.gradient().isSkipped();
    put(Column.ACCUMULATION, detail.accumulation());
    put(Column.NORM, skipped ? Double.NaN : detail.gradient().norm());
    put(Column.CLIPPED, detail.gradient().clipCoefficient() < 1 ? 1 : 0);
    put(Column.SKIPPED, skipped ? 1 : 0);
    put(Column.LOSS_SCALE, detail.gradient().lossScale());
    noise(detail.noise());
    timing(detail.timing());
  }

  private void noise(NoiseEstimate noise) {
    switch (noise) {
      case NoiseEstimate.Resolved r -> {
        put(Column.TRACE, r.traceSigma());
        put(Column.SIGNAL, r.signalSquared());
        put(Column.NOISE, r.scale());
        put(Column.NOISE_LOW, r.low());
        put(Column.NOISE_HIGH, r.high());
      }
      case NoiseEstimate.Unresolved u -> {
        put(Column.TRACE, u.traceSigma());
        put(Column.SIGNAL, u.signalSquared());
        put(Column.NOISE_LOW, u.low());
        put(Column.NOISE_HIGH, Double.POSITIVE_INFINITY);
      }
      case NoiseEstimate.NonFinite _, NoiseEstimate.NotReady _ -> {}
    }
  }

  private void timing(StepTiming timing) {
    put(Column.DATA_SECONDS, timing.data());
    put(Column.BACKPROP_SECONDS, timing.backprop());
    put(Column.REDUCE_SECONDS, timing.reduce());
    put(Column.UPDATE_SECONDS, timing.step());
    put(Column.TOTAL_SECONDS, timing.total());
  }
}
