package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.monitor.view.Comparison;
import io.github.gns4j.monitor.view.History;
import io.github.gns4j.monitor.view.Target;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes runs into one HTML file that needs nothing else: styles, scripts and data are inside, and
 * its content security policy lets it load nothing. Several runs are overlaid and compared.
 */
public final class Report {
  private static final String POLICY =
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
          + " script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">";

  private Report() {}

  /**
   * Reads run logs, in bounded memory, and writes their report.
   *
   * @param logs first file of each run
   * @param target what several runs are compared by; else the lowest loss that all reached
   * @param file to write, replaced if it is there
   */
  public static void write(List<Path> logs, Optional<Target> target, Path file) throws IOException {
    List<History> runs = new ArrayList<>();
    for (Path log : logs) {
      runs.add(History.read(log, History.DEFAULT_POINTS));
    }
    Files.writeString(file, html(runs, target));
  }

  /** The report of one log. */
  public static void write(Path log, Path file) throws IOException {
    write(List.of(log), Optional.empty(), file);
  }

  /** The page as text. */
  static String html(List<History> runs, Optional<Target> target) throws IOException {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs is empty, allowed: at least one run");
    }
    String page = Assets.text("index.html");
    page = replace(page, "<!--assets-->", "<!--/assets-->", inline());
    // in JSON a < only ever stands inside a string, so that no </script> can end the data
    String data = json(runs, target).replace("<", "\\u003c");
    String script =
        "<script>" + Assets.text("uplot.js", "charts.js", "panels.js", "app.js") + "</script>";
    return replace(
        page,
        "<!--data-->",
        "",
        "<script type=\"application/json\" id=\"data\">" + data + "</script>\n" + script);
  }

  private static String inline() {
    return POLICY + "\n<style>" + Assets.text("uplot.css", "style.css") + "</style>";
  }

  private static String replace(String page, String from, String to, String by) {
    int start = page.indexOf(from);
    int end = page.indexOf(to, start) + to.length();
    return page.substring(0, start)
        + by
        + page.substring(to.isEmpty() ? start + from.length() : end);
  }

  private static String json(List<History> runs, Optional<Target> target) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(text)) {
      g.writeStartObject();
      g.writeStringField("title", "GNS4J: " + runs.getFirst().name());
      g.writeStringField("written", "written " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
      g.writeArrayFieldStart("runs");
      for (int i = 0; i < runs.size(); i++) {
        RunJson.write(g, "r" + (i + 1), runs.get(i), RunJson.Known.NOTHING);
      }
      g.writeEndArray();
      if (runs.size() > 1 || target.isPresent()) {
        comparison(g, Comparison.of(runs, target));
      }
      g.writeEndObject();
    }
    return text.toString();
  }

  private static void comparison(JsonGenerator g, Comparison comparison) throws IOException {
    g.writeObjectFieldStart("comparison");
    g.writeStringField("target", comparison.caption());
    strings(g, "columns", comparison.columns());
    g.writeArrayFieldStart("rows");
    for (List<String> row : comparison.rows()) {
      g.writeStartArray();
      for (String cell : row) {
        g.writeString(cell);
      }
      g.writeEndArray();
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void strings(JsonGenerator g, String name, List<String> values)
      throws IOException {
    g.writeArrayFieldStart(name);
    for (String value : values) {
      g.writeString(value);
    }
    g.writeEndArray();
  }
}
