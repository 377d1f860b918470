package io.github.gns4j.examples.race;

import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.monitor.web.Dashboard;
import io.github.gns4j.report.StepReport;
import java.net.URI;
import java.util.Optional;

/**
 * Who watches the runs in a browser: a dashboard, or nobody.
 *
 * @param dashboard what serves the page, if anything does
 */
record Audience(Optional<Dashboard> dashboard) implements AutoCloseable {
  /** Hears everything and keeps nothing. */
  static final RunListener SILENCE =
      new RunListener() {
        @Override
        public void onStep(StepReport report) {}

        @Override
        public void onPlainStep(PlainStep step) {}
      };

  /**
   * Opens a dashboard on {@code port}, nothing if it is null.
   *
   * @throws java.io.UncheckedIOException if the port is taken
   */
  static Audience of(Integer port) {
    return new Audience(Optional.ofNullable(port).map(Dashboard::onPort));
  }

  /** Returns where to look, if there is a dashboard. */
  Optional<URI> address() {
    return dashboard.map(Dashboard::uri);
  }

  /** Returns what is to be told of a run. */
  RunListener listener(String name) {
    return dashboard.map(page -> page.run(name)).orElse(SILENCE);
  }

  @Override
  public void close() {
    dashboard.ifPresent(Dashboard::close);
  }
}
