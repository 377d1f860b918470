package io.github.gns4j.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown with words in the first column and numbers in the others. */
final class Table {
  private final int columns;
  private final StringBuilder text = new StringBuilder();
  private boolean empty = true;

  /** A table with a title over each column of numbers. */
  Table(List<String> heads) {
    columns = heads.size();
    line("", heads);
    text.append("|---|").append("---:|".repeat(columns)).append('\n');
  }

  /** Adds a row, unless all of its cells are empty. */
  Table row(String words, List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(
          "row '" + words + "' has " + cells.size() + " cells, allowed: " + columns);
    }
    if (!cells.stream().allMatch(String::isEmpty)) {
      line(words, cells);
      empty = false;
    }
    return this;
  }

  boolean isEmpty() {
    return empty;
  }

  private void line(String words, List<String> cells) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(cells);
    all.forEach(cell -> text.append(cell.isEmpty() ? "| " : "| " + cell + " "));
    text.append("|\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
