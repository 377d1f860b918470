package io.github.gns4j.gpucheck;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** NVIDIA's compute-sanitizer, where it is installed, over this program's contracts. */
final class ComputeSanitizer {
  private static final String PROGRAM = "compute-sanitizer";
  private static final List<String> TOOLS = List.of("memcheck", "racecheck", "synccheck");

  /** Exit code of a run with findings, unlike any of this program's. */
  private static final int FOUND = 86;

  /** Enough of the words of a run that failed. */
  private static final int TAIL = 4000;

  private final int stride;

  ComputeSanitizer(int stride) {
    this.stride = stride;
  }

  Outcome run() throws IOException {
    if (Programs.run(List.of(PROGRAM, "--version")) == null) {
      return Outcome.skipped("there is no " + PROGRAM);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    boolean passed = true;
    for (String tool : TOOLS) {
      Path output = Files.createTempFile("gpu-check", ".json");
      Programs.Result result = Programs.run(command(tool, output));
      Files.delete(output);
      boolean clean = result.status() == 0;
      passed &= clean;
      int from = clean ? result.output().length() : Math.max(0, result.output().length() - TAIL);
      details.put(
          tool, Map.of("status", result.status(), "output", result.output().substring(from)));
    }
    return new Outcome(passed, details);
  }

  private List<String> command(String tool, Path output) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PROGRAM, "--tool", tool, "--error-exitcode", String.valueOf(FOUND)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GpuCheck.class.getName());
    command.addAll(List.of("--sections", Section.CONTRACTS.name()));
    command.addAll(List.of("--stride", String.valueOf(stride), "--output", output.toString()));
    return command;
  }
}
