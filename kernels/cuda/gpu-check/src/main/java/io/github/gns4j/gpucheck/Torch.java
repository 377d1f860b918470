package io.github.gns4j.gpucheck;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PyTorch's fused AdamW on the same sizes, where PyTorch is installed. */
final class Torch {
  private static final String SCRIPT = "torch_adamw.py";

  private Torch() {}

  /** Returns what the script found, or why it did not run. */
  static Map<?, ?> run(long[] elements, int repeats) throws IOException {
    Path script = Files.createTempFile("gpu-check", ".py");
    try (InputStream source = Torch.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, source.readAllBytes());
      List<String> command = new ArrayList<>(List.of("python3", script.toString()));
      command.add(String.valueOf(repeats));
      for (long n : elements) {
        command.add(String.valueOf(n));
      }
      Programs.Result result = Programs.run(command);
      if (result == null || result.status() != 0) {
        String reason = result == null ? "there is no python3" : lastLine(result.output());
        return Outcome.skipped("PyTorch: " + reason).details();
      }
      return new ObjectMapper().readValue(lastLine(result.output()), Map.class);
    } finally {
      Files.delete(script);
    }
  }

  private static String lastLine(String output) {
    return output.strip().lines().reduce("", (before, line) -> line);
  }
}
