package io.github.gns4j.monitor.metrics;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Micrometer meters of a run; needs {@code micrometer-core} on the class path.
 *
 * <table>
 * <caption>Meters, all tagged with the run</caption>
 * <tr><th>meter</th><th>kind</th></tr>
 * <tr><td>gns4j.steps, gns4j.samples, gns4j.steps.skipped, gns4j.steps.clipped</td>
 * <td>counters</td></tr>
 * <tr><td>gns4j.loss, gns4j.gradient.norm, gns4j.learning.rate, gns4j.loss.scale</td>
 * <td>gauges of the last step</td></tr>
 * <tr><td>gns4j.noise.scale, gns4j.noise.low, gns4j.noise.high</td>
 * <td>gauges in samples; NaN while not known, {@code high} infinite while not resolved</td></tr>
 * <tr><td>gns4j.noise.trace, gns4j.noise.signal</td><td>gauges</td></tr>
 * <tr><td>gns4j.batch.size, gns4j.batch.accumulation</td><td>gauges</td></tr>
 * <tr><td>gns4j.batch.changes</td><td>counter by {@code direction}: up, down</td></tr>
 * <tr><td>gns4j.audits</td><td>counter by {@code kept}: true, false</td></tr>
 * <tr><td>gns4j.step.seconds</td><td>counter by {@code phase}: data, backprop, reduce, step,
 * total</td></tr>
 * <tr><td>gns4j.measured</td><td>gauge by {@code name} of what was measured</td></tr>
 * </table>
 */
public final class TrainingMetrics implements StepListener {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<String, MeasuredValue> measured = new ConcurrentHashMap<>();
  private final Counter steps;
  private final Counter samples;
  private final Counter skipped;
  private final Counter clipped;
  private final Counter up;
  private final Counter down;
  private final PhaseCounters phases;
  private volatile StepReport last;

  /** Holds the value of one gauge. */
  private static final class MeasuredValue {
    private volatile double value;
  }

  private TrainingMetrics(MeterRegistry registry, String run) {
    this.registry = registry;
    this.tags = Tags.of("run", run);
    steps = registry.counter("gns4j.steps", tags);
    samples = registry.counter("gns4j.samples", tags);
    skipped = registry.counter("gns4j.steps.skipped", tags);
    clipped = registry.counter("gns4j.steps.clipped", tags);
    up = registry.counter("gns4j.batch.changes", tags.and("direction", "up"));
    down = registry.counter("gns4j.batch.changes", tags.and("direction", "down"));
    phases = new PhaseCounters(registry, tags);
    gauges();
  }

  /** Registers the meters of a run and returns the listener that feeds them. */
  public static TrainingMetrics bind(MeterRegistry registry, String run) {
    Objects.requireNonNull(registry, "registry");
    return new TrainingMetrics(registry, Objects.requireNonNull(run, "run"));
  }

  private void gauges() {
    gauge("gns4j.loss", report -> report.loss().orElse(Double.NaN));
    gauge("gns4j.gradient.norm", report -> report.gradient().norm());
    gauge("gns4j.learning.rate", report -> report.decision().learningRate());
    gauge("gns4j.loss.scale", report -> report.gradient().lossScale());
    gauge("gns4j.batch.size", report -> report.batch().samples());
    gauge("gns4j.batch.accumulation", report -> report.batch().accumulationSteps());
    gauge("gns4j.noise.scale", report -> report.noise().noiseScale().orElse(Double.NaN));
    gauge("gns4j.noise.low", report -> NoiseParts.low(report.noise()));
    gauge("gns4j.noise.high", report -> NoiseParts.high(report.noise()));
    gauge("gns4j.noise.trace", report -> NoiseParts.trace(report.noise()));
    gauge("gns4j.noise.signal", report -> NoiseParts.signal(report.noise()));
  }

  private void gauge(String name, ToDoubleFunction<StepReport> value) {
    Gauge.builder(name, this, metrics -> metrics.read(value))
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private double read(ToDoubleFunction<StepReport> value) {
    StepReport report = last;
    return report == null ? Double.NaN : value.applyAsDouble(report);
  }

  @Override
  public void onStep(StepReport report) {
    last = report;
    steps.increment();
    samples.increment(report.batch().samples());
    if (report.gradient().isSkipped()) {
      skipped.increment();
    }
    if (report.gradient().clipCoefficient() < 1) {
      clipped.increment();
    }
    var batch = report.decision().batch();
    if (batch.isChange()) {
      (batch.samples() > batch.previous() ? up : down).increment();
    }
    phases.add(report.timing());
  }

  @Override
  public void onMetric(MetricReport metric) {
    measured.computeIfAbsent(metric.name(), this::measuredGauge).value = metric.value();
  }

  private MeasuredValue measuredGauge(String name) {
    MeasuredValue value = new MeasuredValue();
    Gauge.builder("gns4j.measured", value, v -> v.value)
        .tags(tags.and("name", name))
        .strongReference(true)
        .register(registry);
    return value;
  }

  @Override
  public void onAudit(AuditReport audit) {
    registry.counter("gns4j.audits", tags.and("kept", String.valueOf(audit.kept()))).increment();
  }

  /** Numbers of an estimate, NaN where it has none. */
  private static final class NoiseParts {
    static double low(NoiseEstimate noise) {
      return switch (noise) {
        case NoiseEstimate.Resolved r -> r.low();
        case NoiseEstimate.Unresolved u -> u.low();
        default -> Double.NaN;
      };
    }

    static double high(NoiseEstimate noise) {
      return switch (noise) {
        case NoiseEstimate.Resolved r -> r.high();
        case NoiseEstimate.Unresolved _ -> Double.POSITIVE_INFINITY;
        default -> Double.NaN;
      };
    }

    static double trace(NoiseEstimate noise) {
      return switch (noise) {
        case NoiseEstimate.Resolved r -> r.traceSigma();
        case NoiseEstimate.Unresolved u -> u.traceSigma();
        default -> Double.NaN;
      };
    }

    static double signal(NoiseEstimate noise) {
      return switch (noise) {
        case NoiseEstimate.Resolved r -> r.signalSquared();
        case NoiseEstimate.Unresolved u -> u.signalSquared();
        default -> Double.NaN;
      };
    }
  }
}
