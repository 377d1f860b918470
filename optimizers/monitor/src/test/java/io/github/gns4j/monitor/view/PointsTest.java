package io.github.gns4j.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.PlainStep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PointsTest {
  @Property(tries = 200)
  void theWholeRunIsKeptAtAnEvenResolution(
      @ForAll @IntRange(min = 1, max = 5000) int steps,
      @ForAll @IntRange(min = 1, max = 50) int half) {
    Points points = new Points(2 * half);
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int s = 1; s <= steps; s++) {
      double loss = Math.sin(s) + 2;
      sum += loss;
      least = Math.min(least, loss);
      points.add(StepRow.of(LogEntry.Step.of(s * 0.5, PlainStep.of(s, 3L * s, 3, loss, 0.1))));
    }
    int stride = points.stride();
    assertThat(points.size()).isEqualTo(Math.ceilDiv(steps, stride)).isLessThanOrEqualTo(2 * half);
    assertThat(stride == 1 || Math.ceilDiv(steps, stride) > half).isTrue();
    double mean = 0;
    double low = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      long end = Math.min(steps, (long) (i + 1) * stride);
      assertThat(points.get(Column.STEP, i)).isEqualTo(end);
      assertThat(points.get(Column.TIME, i)).isEqualTo(end * 0.5);
      mean += points.get(Column.LOSS, i) * (end - (long) i * stride) / steps;
      low = Math.min(low, points.get(Column.LOSS_LOW, i));
    }
    // a mean of n terms of size at most 3, merged at most 13 times
    assertThat(mean).isCloseTo(sum / steps, within(3 * 20 * 0x1p-52 * Math.max(1, steps / 64.0)));
    assertThat(low).isEqualTo(least);
    assertThat(points.get(Column.NOISE, 0)).isNaN();
  }
}
