package io.github.gns4j.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/** A part of a page: words, tables and the charts that they show. Not for several threads. */
final class Section {
  private final StringBuilder text = new StringBuilder();
  private final List<Chart> charts = new ArrayList<>();

  Section heading(String words) {
    return say("## " + words);
  }

  Section say(String paragraph) {
    text.append('\n').append(paragraph.strip()).append('\n');
    return this;
  }

  /** Adds a table, unless it has no rows. */
  Section table(Table table) {
    return table.isEmpty() ? this : say(table.toString());
  }

  Section chart(Chart chart) {
    charts.add(chart);
    return say("![" + chart.title() + "](" + chart.file() + ".svg)");
  }

  /** Adds all of another section. */
  Section add(Section other) {
    text.append(other.text);
    charts.addAll(other.charts);
    return this;
  }

  List<Chart> charts() {
    return charts;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
