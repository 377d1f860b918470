package io.github.gns4j.report;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;

/**
 * A number measured beside the steps, such as validation accuracy.
 *
 * @param step number of steps done when it was measured, at least 0
 * @param samples samples seen until then, at least 0
 * @param name what was measured, for people: {@code validation accuracy}
 * @param value the number; a value that is not finite is kept as it is
 */
public record MetricReport(long step, long samples, String name, double value) {
  /** Checks the counts and requires a name. */
  public MetricReport {
    Arguments.atLeast("step", step, 0);
    Arguments.atLeast("samples", samples, 0);
    Objects.requireNonNull(name, "name");
  }
}
