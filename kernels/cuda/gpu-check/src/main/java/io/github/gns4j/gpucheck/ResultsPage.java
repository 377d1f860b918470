package io.github.gns4j.gpucheck;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** The results as a page in Markdown: what was checked, and a table of times for each size. */
final class ResultsPage {
  private static final String NOT_MEMORY = "not limited by memory";

  /** What to know of a kernel when its share of the bandwidth is read. */
  private static final Map<String, String> NOTES =
      Map.of(
          "SQUARED_NORM_BFLOAT16", NOT_MEMORY,
          "OUTER_NORMS_THIN", NOT_MEMORY,
          "OUTER_NORMS_GRAM", NOT_MEMORY,
          "OUTER_NORMS_DIRECT", NOT_MEMORY,
          "CONVOLUTION_NORMS_GRAM", NOT_MEMORY,
          "CONVOLUTION_NORMS_DIRECT", NOT_MEMORY,
          "LAMB_WITH_SUMS", "two passes: 40 bytes a parameter");

  private final JsonNode report;
  private final StringBuilder page = new StringBuilder();

  private ResultsPage(JsonNode report) {
    this.report = report;
  }

  /** Returns the page of a report as {@link GpuCheck} writes it. */
  static String of(JsonNode report) {
    return new ResultsPage(report).write();
  }

  private String write() {
    machine();
    checks();
    for (double size : sizes()) {
      timings((long) size);
    }
    return page.toString();
  }

  private double[] sizes() {
    return report
        .path("timings")
        .path("rows")
        .valueStream()
        .mapToDouble(row -> row.path("elements").asDouble())
        .distinct()
        .toArray();
  }

  private void machine() {
    JsonNode machine = report.path("machine");
    line("# CUDA kernels on " + machine.path("device").asText());
    line("");
    line(
        "Written by `gpu-check` from its JSON file. %s, driver for CUDA %s, %s, Java %s; `nvidia-smi`: %s.",
        machine.path("when").asText(),
        machine.path("cudaDriver").asText(),
        machine.path("system").asText(),
        machine.path("java").asText(),
        machine.path("nvidiaSmi").asText());
    line("");
  }

  private void checks() {
    line("| check | result |");
    line("|---|---|");
    JsonNode symbols = report.path("symbols");
    check(
        symbols,
        "symbols of the driver that JCuda imports",
        symbols.path("imported") + ", missing " + symbols.path("missing").size());
    report
        .path("contracts")
        .properties()
        .forEach(entry -> contract(entry.getKey(), entry.getValue()));
    JsonNode bits = report.path("bits");
    check(
        bits,
        "cases whose results have the bits of the emulation",
        bits.path("compared") + ", different " + bits.path("different").size());
    report
        .path("sanitizer")
        .properties()
        .forEach(entry -> sanitizer(entry.getKey(), entry.getValue()));
    line("");
  }

  private void check(JsonNode section, String name, String result) {
    if (section.isMissingNode()) {
      return;
    }
    String skipped = section.path("skipped").asText();
    line("| %s | %s |", name, skipped.isEmpty() ? result : "skipped: " + skipped);
  }

  private void contract(String operation, JsonNode result) {
    check(
        result,
        "contract of `" + operation + "`",
        result.path("cases") + " cases, failures " + result.path("failures").size());
  }

  private void sanitizer(String tool, JsonNode result) {
    if (result.isTextual()) {
      line("| compute-sanitizer | skipped: %s |", result.asText());
    } else {
      int status = result.path("status").asInt();
      line("| compute-sanitizer, %s | %s |", tool, status == 0 ? "clean" : "exit code " + status);
    }
  }

  private void timings(long size) {
    line("## %,d elements", size);
    line("");
    line(
        "Median of %d launches between events of the device, over buffers of at least %d times the L2 cache; bytes are those"
            + " that the operation must move at least once; *of copy* is bandwidth over that of the driver's copy in the same run,"
            + " *of plain* the time over that of the same step without sums.",
        report.path("timings").path("repeats").asInt(),
        report.path("timings").path("bufferCaches").asInt());
    line("");
    line("| kernel | ms | GB/s | of copy | of plain | |");
    line("|---|---:|---:|---:|---:|---|");
    report
        .path("timings")
        .path("rows")
        .valueStream()
        .filter(row -> row.path("elements").asLong() == size)
        .forEach(this::timing);
    report
        .path("torch")
        .path("fusedAdamW")
        .valueStream()
        .filter(row -> row.path("elements").asLong() == size && row.has("medianMs"))
        .forEach(row -> torch(row, size));
    line("");
  }

  private void timing(JsonNode row) {
    String name = row.path("kernel").asText();
    if (row.has("skipped")) {
      line("| %s | | | | | skipped: %s |", words(name), row.path("skipped").asText());
      return;
    }
    line(
        "| %s | %.4f | %,.0f | %.3f | %s | %s |",
        words(name),
        row.path("medianMs").asDouble(),
        row.path("GBps").asDouble(),
        row.path("ofCopy").asDouble(),
        row.has("ofPlain")
            ? String.format(Locale.ROOT, "%.3f", row.path("ofPlain").asDouble())
            : "",
        NOTES.getOrDefault(name, ""));
  }

  private void torch(JsonNode row, long size) {
    double milliseconds = row.path("medianMs").asDouble();
    double ours = 0;
    for (JsonNode other : report.path("timings").path("rows")) {
      if (other.path("elements").asLong() == size
          && other.path("kernel").asText().equals(TimedStep.ADAM_WITH_SUMS.name())) {
        ours = other.path("medianMs").asDouble();
      }
    }
    line(
        "| PyTorch %s, fused AdamW | %.4f | %,.0f | | | %.2f times ours with sums |",
        report.path("torch").path("torch").asText(),
        milliseconds,
        TimedStep.ADAM.bytes(size) / milliseconds / 1e6,
        milliseconds / ours);
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void line(String format, Object... values) {
    page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
