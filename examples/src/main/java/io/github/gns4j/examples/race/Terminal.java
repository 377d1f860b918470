package io.github.gns4j.examples.race;

import java.io.Console;
import java.io.PrintWriter;

/** What is known of the terminal. */
final class Terminal {
  /** Width that every terminal has. */
  private static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /** Returns a progress bar that suits the terminal, or what the output is redirected to. */
  static ProgressBar progressBar(PrintWriter out) {
    Console console = System.console();
    return new ProgressBar(out, console != null && console.isTerminal(), width());
  }

  /** Returns the width that the shell tells in {@code COLUMNS}, 80 if it does not. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }
}
