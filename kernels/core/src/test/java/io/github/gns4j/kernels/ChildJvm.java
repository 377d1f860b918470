package io.github.gns4j.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a program of the tests did in a process of its own. */
public record ChildJvm(int status, String output) {
  /** Runs {@code main} with the class path of the tests and the given flags of Java. */
  public static ChildJvm run(Class<?> main, String... flags)
      throws IOException, InterruptedException {
    return run(main, Map.of(), flags);
  }

  /** As {@link #run(Class, String...)}, with more in the environment. */
  public static ChildJvm run(Class<?> main, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx64m");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm(process.waitFor(), output);
  }
}
