package io.github.gns4j.monitor.metrics;

import io.github.gns4j.report.StepTiming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Seconds spent in each phase of the steps. */
final class PhaseCounters {
  private final Counter data;
  private final Counter backprop;
  private final Counter reduce;
  private final Counter step;
  private final Counter total;

  PhaseCounters(MeterRegistry registry, Tags tags) {
    data = counter(registry, tags, "data");
    backprop = counter(registry, tags, "backprop");
    reduce = counter(registry, tags, "reduce");
    step = counter(registry, tags, "step");
    total = counter(registry, tags, "total");
  }

  private static Counter counter(MeterRegistry registry, Tags tags, String phase) {
    return registry.counter("gns4j.step.seconds", tags.and("phase", phase));
  }

  void add(StepTiming timing) {
    data.increment(timing.data());
    backprop.increment(timing.backprop());
    reduce.increment(timing.reduce());
    step.increment(timing.step());
    total.increment(timing.total());
  }
}
