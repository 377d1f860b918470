package io.github.gns4j.gpucheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The symbols that JCuda's library imports: one that is missing would end the JVM when called. */
final class DriverSymbols {
  private static final String DRIVER = "libcuda.so.1";

  private DriverSymbols() {}

  static Outcome check() throws IOException {
    List<String> names = names();
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup driver = SymbolLookup.libraryLookup(DRIVER, arena);
      List<String> missing = names.stream().filter(n -> driver.find(n).isEmpty()).toList();
      return Outcome.of("imported", names.size(), "missing", missing);
    }
  }

  private static List<String> names() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DriverSymbols.class.getResourceAsStream("symbols.inc"), StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> line.replaceAll("STUB\\((\\w+)\\)", "$1")).toList();
    }
  }
}
