package io.github.gns4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the machine could give to a benchmark. */
final class FreeMemory {
  private static final Path LINUX = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  /** What is left to others, and to the Java heap and libraries of the benchmark itself. */
  private static final double SHARE = 0.8;

  private FreeMemory() {}

  /**
   * Checks that arrays fit; on systems that do not tell, they are assumed to.
   *
   * @throws IllegalStateException if they do not
   */
  static void require(long bytes) {
    OptionalLong available = available();
    if (available.isPresent() && bytes > SHARE * available.getAsLong()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "left out: the arrays take %.1f GB, %.1f GB of memory are free",
              bytes / 1e9,
              available.getAsLong() / 1e9));
    }
  }

  private static OptionalLong available() {
    if (!Files.exists(LINUX)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
