package io.github.gns4j.monitor.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lines and bands that share two axes. Not for several threads. */
final class PanelPlot {
  private final List<Line> lines = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();
  private boolean logarithmic;

  /** The area between two lines over the same abscissae; {@code high} may be infinite. */
  record Band(String label, Color color, Line low, Line high) {}

  void line(Line line) {
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  void band(Band band) {
    if (!band.low().isEmpty()) {
      bands.add(band);
    }
  }

  void logarithmic() {
    logarithmic = true;
  }

  List<Line> lines() {
    return lines;
  }

  List<Band> bands() {
    return bands;
  }

  boolean isEmpty() {
    return lines.isEmpty() && bands.isEmpty();
  }

  /** The axis of the ordinates: over all finite values, on a log axis over those above 0. */
  Axis ordinates() {
    var values =
        DoubleStream.concat(
                lines.stream().flatMapToDouble(Line::values),
                bands.stream()
                    .flatMapToDouble(b -> DoubleStream.concat(b.low().values(), b.high().values())))
            .filter(v -> Double.isFinite(v) && (v > 0 || !logarithmic))
            .summaryStatistics();
    if (values.getCount() == 0) {
      return Axis.linear(0, 1);
    }
    return logarithmic
        ? Axis.logarithmic(values.getMin(), values.getMax())
        : Axis.linear(values.getMin(), values.getMax());
  }
}
