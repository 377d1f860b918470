package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.KernelCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that the cases of the contracts leave behind, as one digest a case, on two devices:
 * the kernels are compiled without contraction and use the same explicit fused operations, so that
 * the emulation and a GPU are expected to agree in every bit (of NaNs in being NaN).
 */
final class Fingerprints {
  private final Map<String, List<KernelCase>> cases;
  private final int stride;

  /**
   * @param stride 1 for all cases, k for every k-th
   */
  Fingerprints(Map<String, List<KernelCase>> cases, int stride) {
    this.cases = cases;
    this.stride = stride;
  }

  /** Writes a line {@code operation number fingerprint} for each case. */
  void write(Kernels kernels, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    cases.forEach(
        (operation, list) -> {
          for (int i = 0; i < list.size(); i += stride) {
            lines.add(key(operation, i) + " " + list.get(i).fingerprint(kernels));
          }
        });
    Files.write(file, lines);
  }

  private static String key(String operation, int number) {
    return operation + " " + number;
  }

  Outcome compare(Kernels kernels, Path file) throws IOException {
    if (!Files.exists(file)) {
      return Outcome.skipped("comparison with the emulation: there is no " + file);
    }
    Map<String, String> expected = read(file);
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (var entry : cases.entrySet()) {
      for (int i = 0; i < entry.getValue().size(); i += stride) {
        KernelCase one = entry.getValue().get(i);
        String fingerprint = expected.get(key(entry.getKey(), i));
        if (fingerprint != null) {
          compared++;
          if (!fingerprint.equals(one.fingerprint(kernels))) {
            different.add(key(entry.getKey(), i) + ": " + one);
          }
        }
      }
    }
    return Outcome.of("compared", compared, "different", different);
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int end = line.lastIndexOf(' ');
      fingerprints.put(line.substring(0, end), line.substring(end + 1));
    }
    return fingerprints;
  }
}
