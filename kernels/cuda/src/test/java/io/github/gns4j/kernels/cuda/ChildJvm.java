package io.github.gns4j.kernels.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own on this class path, for what happens once per process: loading of native
 * libraries, sanitizers.
 */
final class ChildJvm {
  private final List<String> flags = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder();

  ChildJvm() {
    flags.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    flags.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-cp",
            System.getProperty("java.class.path")));
    builder.environment().keySet().removeAll(List.of("LD_PRELOAD", "LD_LIBRARY_PATH"));
  }

  ChildJvm flag(String flag) {
    flags.add(flag);
    return this;
  }

  ChildJvm environment(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /** Gives the program an emulated GPU, whatever driver the machine has. */
  ChildJvm emulated() {
    return environment(Emulator.environment());
  }

  /** Runs {@code main} to its end. */
  NativeBuild.Outcome run(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(flags);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return NativeBuild.run(builder.command(command).directory(NativeBuild.MODULE.toFile()));
  }
}
