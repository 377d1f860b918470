package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * What ran: kernels, type of the gradients, threads. What a result does not say is what it was
 * before benchmarks had these parameters, and what it still is unless asked otherwise.
 *
 * @param backend name of the kernels
 * @param type of the gradients
 * @param threads number of them, {@code 0} for as many as processors
 */
record Setting(String backend, String type, int threads) implements Comparable<Setting> {
  /** The usual one. */
  static final Setting USUAL = new Setting("vector", "FLOAT32", 0);

  private static final Comparator<Setting> ORDER =
      Comparator.comparing(Setting::type)
          .thenComparing(Setting::backend)
          .thenComparingInt(Setting::threads);

  static Setting of(JsonNode params) {
    return new Setting(
        params.path("backend").asText(USUAL.backend),
        params.path("type").asText(USUAL.type),
        params.path("threads").asInt(USUAL.threads));
  }

  Setting on(String otherBackend) {
    return new Setting(otherBackend, type, threads);
  }

  Setting with(int otherThreads) {
    return new Setting(backend, type, otherThreads);
  }

  @Override
  public int compareTo(Setting other) {
    return ORDER.compare(this, other);
  }
}
