package io.github.gns4j.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Compiles the emulated driver and the kernels with g++, once for each state of the sources: the
 * results stay below {@code target}.
 */
final class NativeBuild {
  /** The module's directory, where Surefire runs. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  static final Path KERNELS = MODULE.resolve("src/main/cuda");
  static final Path EMULATOR = MODULE.resolve("src/test/native");

  /** Set to {@code required} to fail instead of skipping where g++ is missing. */
  private static final String PROPERTY = "gns4j.cuda.emulator";

  private static final List<String> FLAGS =
      List.of("-std=c++17", "-g1", "-fPIC", "-fvisibility=hidden", "-fno-gnu-unique", "-Werror");

  /** As on the device: no contraction but the explicit one, and reinterpreted memory. */
  private static final List<String> KERNEL_FLAGS =
      List.of("-O1", "-Wall", "-Wno-unknown-pragmas", "-fno-strict-aliasing", "-ffp-contract=off");

  private static final List<String> DRIVER_FLAGS = List.of("-O2", "-Wall", "-Wextra");

  private NativeBuild() {}

  /**
   * Skips the calling test, with a line on the error stream, if there is no g++.
   *
   * @throws AssertionError instead if {@code -Dgns4j.cuda.emulator=required}
   */
  static void requireCompiler() {
    if (run(List.of("g++", "--version"), MODULE).status() == 0) {
      return;
    }
    String message = "no g++: the CUDA kernels and their host side go untested here";
    if (System.getProperty(PROPERTY, "").equals("required")) {
      throw new AssertionError(message);
    }
    System.err.println("SKIPPED: " + message);
    throw new TestAbortedException(message);
  }

  /** Returns the emulated {@code libcuda.so.1}, compiled with more flags. */
  static Path driver(String... more) {
    List<String> sources =
        List.of("driver.cpp", "api.cpp", "stubs.cpp", "fibers.cpp", "context.cpp");
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(DRIVER_FLAGS);
    command.addAll(List.of(more));
    command.addAll(List.of("-shared", "-Wl,-soname,libcuda.so.1"));
    sources.forEach(source -> command.add(EMULATOR.resolve(source).toString()));
    return build("libcuda.so.1", command, hash(EMULATOR, command));
  }

  /** Returns the kernels of {@code root} in a directory of sources, linked with the driver. */
  static Path kernels(Path sources, String root, Path driver, String... more) {
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(KERNEL_FLAGS);
    if (System.getProperty("os.arch").equals("amd64")) {
      command.add("-mfma");
    }
    command.addAll(List.of(more));
    command.addAll(
        List.of(
            "-shared",
            "-I" + EMULATOR,
            "-x",
            "c++",
            sources.resolve(root).toString(),
            "-x",
            "none",
            driver.toString()));
    return build("libkernels.so", command, hash(EMULATOR, command) + hash(sources, List.of()));
  }

  private static Path build(String name, List<String> arguments, String hash) {
    Path target = MODULE.resolve("target/emulator/" + digest(hash) + "/" + name);
    if (!Files.exists(target)) {
      try {
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), name, ".tmp");
        compile(arguments, fresh);
        Files.move(fresh, target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return target;
  }

  /** Compiles to {@code output}; g++'s words become those of the failure. */
  static void compile(List<String> arguments, Path output) {
    List<String> command = new ArrayList<>(List.of("g++"));
    command.addAll(arguments);
    command.addAll(List.of("-o", output.toString()));
    Outcome outcome = run(command, MODULE);
    if (outcome.status() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + outcome.output());
    }
  }

  /** What a program left. */
  record Outcome(int status, String output) {}

  /** Runs a program; a program that cannot be started has status -1. */
  static Outcome run(List<String> command, Path directory) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      return new Outcome(-1, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(Path directory, List<String> flags) {
    StringBuilder text = new StringBuilder(String.join(" ", flags));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        text.append(file.getFileName()).append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest(text.toString());
  }

  private static String digest(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
