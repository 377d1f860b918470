package io.github.gns4j.monitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {
  private static final Pattern NAME = Pattern.compile("gns4j_[a-z_]+");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private List<StepReport> feed() {
    TrainingMetrics metrics = TrainingMetrics.bind(registry, "ours");
    List<StepReport> reports = new SyntheticRun(300, 1).take(300);
    reports.forEach(metrics::onStep);
    metrics.onMetric(new MetricReport(300, 9600, "validation accuracy", 0.9));
    metrics.onMetric(new MetricReport(300, 9600, "validation accuracy", 0.95));
    metrics.onAudit(new AuditReport(300, 1.2, 1.1, true, "as promised"));
    return reports;
  }

  @Test
  void metersAddUpToTheReports() {
    List<StepReport> reports = feed();
    StepReport last = reports.getLast();
    assertThat(registry.get("gns4j.steps").counter().count()).isEqualTo(300);
    assertThat(registry.get("gns4j.samples").counter().count()).isEqualTo(last.samples());
    assertThat(registry.get("gns4j.steps.skipped").counter().count()).isEqualTo(1);
    assertThat(registry.get("gns4j.noise.scale").gauge().value())
        .isEqualTo(last.noise().noiseScale().orElseThrow());
    assertThat(registry.get("gns4j.batch.size").gauge().value()).isEqualTo(last.batch().samples());
    assertThat(registry.get("gns4j.measured").gauge().value()).isEqualTo(0.95);
    long grown = reports.stream().filter(r -> r.decision().batch().isChange()).count();
    assertThat(grown).isPositive();
    assertThat(registry.get("gns4j.batch.changes").tag("direction", "up").counter().count())
        .isEqualTo(grown);
    double backprop = reports.stream().mapToDouble(r -> r.timing().backprop()).sum();
    assertThat(registry.get("gns4j.step.seconds").tag("phase", "backprop").counter().count())
        .isCloseTo(backprop, within(300 * 0x1p-52 * backprop));
  }

  @Test
  void theGrafanaDashboardAsksForWhatPrometheusIsGiven() throws IOException {
    feed();
    Set<String> given = new TreeSet<>();
    NAME.matcher(registry.scrape()).results().forEach(match -> given.add(match.group()));
    Set<String> asked = new TreeSet<>();
    try (InputStream in =
        TrainingMetrics.class.getResourceAsStream("/io/github/gns4j/monitor/grafana.json")) {
      for (JsonNode expression : new ObjectMapper().readTree(in).findValues("expr")) {
        NAME.matcher(expression.asText()).results().forEach(match -> asked.add(match.group()));
      }
    }
    assertThat(asked).hasSizeGreaterThan(12).isSubsetOf(given);
  }
}
