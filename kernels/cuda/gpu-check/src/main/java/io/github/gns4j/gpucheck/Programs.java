package io.github.gns4j.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs of the machine. */
final class Programs {
  private Programs() {}

  /**
   * What a program left.
   *
   * @param output its output and errors
   */
  record Result(int status, String output) {}

  /** Runs a program to its end; null if there is none of that name. */
  static Result run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
