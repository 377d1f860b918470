package io.github.gns4j.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  /** The module's directory, also when the tests of another module run. */
  static final Path MODULE = module();

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

  /** What runs a block, also without the driver. */
  private static final List<String> RUNTIME =
      List.of("fibers.cpp", "intrinsics.cpp", "shared.cpp", "context.cpp");

  private static final List<String> DRIVER =
      List.of(
          "driver.cpp",
          "controls.cpp",
          "record.cpp",
          "api_context.cpp",
          "api_memory.cpp",
          "api_stream.cpp",
          "api_module.cpp",
          "stubs.cpp");

  private NativeBuild() {}

  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      Path module = at.resolve("kernels/cuda");
      if (Files.isDirectory(module.resolve("src/main/cuda"))) {
        return module;
      }
    }
    throw new IllegalStateException("kernels/cuda is in none of the directories above " + here);
  }

  /**
   * Skips the calling test, with a line on the error stream, if there is no g++.
   *
   * @throws IllegalStateException instead if {@code -Dgns4j.cuda.emulator=required}
   */
  static void requireCompiler() {
    if (run(List.of("g++", "--version"), MODULE).status() != 0) {
      skip("no g++: the CUDA kernels and their host side go untested here");
    }
  }

  /**
   * Skips the calling test if programs with this sanitizer cannot be compiled and run here.
   *
   * @param sanitizer as {@code -fsanitize} calls it
   */
  static void requireSanitizer(String sanitizer) {
    requireCompiler();
    Path program = MODULE.resolve("target/emulator/probe-" + sanitizer.replace(',', '-'));
    try {
      Files.createDirectories(program.getParent());
      compile(
          List.of("-fsanitize=" + sanitizer, EMULATOR.resolve("probe.cpp").toString()), program);
      Outcome outcome = run(fixedAddresses(List.of(program.toString())), MODULE);
      if (outcome.status() == 0) {
        return;
      }
      skip("no run under the sanitizer " + sanitizer + ": " + outcome.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssertionError e) {
      skip("no sanitizer " + sanitizer + " of g++: " + e.getMessage());
    }
  }

  /** ThreadSanitizer wants programs where kernels without randomised addresses put them. */
  static List<String> fixedAddresses(List<String> command) {
    List<String> result = new ArrayList<>(List.of("setarch", "-R"));
    result.addAll(command);
    return run(List.of("setarch", "-R", "true"), MODULE).status() == 0 ? result : command;
  }

  /** Returns the sanitizer's library, which a program that was built without it must preload. */
  static String library(String name) {
    return run(List.of("g++", "-print-file-name=" + name), MODULE).output().strip();
  }

  /** Skips the calling test with a line on the error stream, or fails if nothing may be skipped. */
  static void skip(String message) {
    if (System.getProperty(PROPERTY, "").equals("required")) {
      throw new IllegalStateException(message);
    }
    System.err.println("SKIPPED: " + message);
    throw new TestAbortedException(message);
  }

  /** Returns the emulated {@code libcuda.so.1}, compiled with more flags. */
  static Path driver(String... more) {
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(DRIVER_FLAGS);
    command.addAll(List.of(more));
    command.addAll(List.of("-shared", "-Wl,-soname,libcuda.so.1"));
    DRIVER.forEach(source -> command.add(EMULATOR.resolve(source).toString()));
    RUNTIME.forEach(source -> command.add(EMULATOR.resolve(source).toString()));
    return build("libcuda.so.1", command, hash(EMULATOR, command));
  }

  /** Returns the kernels of {@code root} in a directory of sources, linked with the driver. */
  static Path kernels(Path sources, String root, Path driver, String... more) {
    List<String> command = kernelCommand(sources, root);
    command.addAll(List.of(more));
    command.addAll(List.of("-shared", driver.toString()));
    String state = hash(EMULATOR, command) + hash(sources, List.of());
    return build("libkernels.so", command, state + text(sources.resolve(root)));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> kernelCommand(Path sources, String root) {
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(KERNEL_FLAGS);
    if (System.getProperty("os.arch").equals("amd64")) {
      command.add("-mfma");
    }
    String file = sources.resolve(root).toString();
    command.addAll(List.of("-I" + EMULATOR, "-x", "c++", file, "-x", "none"));
    return command;
  }

  /**
   * Returns the program that replays recorded launches on kernels that ThreadSanitizer watches;
   * what runs the kernels is compiled without it.
   */
  static Path replay(Path sources, String root) {
    List<String> kernels = kernelCommand(sources, root);
    kernels.addAll(List.of("-fsanitize=thread", "-c"));
    String state = hash(EMULATOR, kernels) + hash(sources, List.of());
    List<String> program = new ArrayList<>(List.of("-fsanitize=thread"));
    program.add(build("kernels.o", kernels, state).toString());
    List<String> runtime = new ArrayList<>(RUNTIME);
    runtime.add("replay.cpp");
    for (String source : runtime) {
      List<String> command = new ArrayList<>(FLAGS);
      command.addAll(DRIVER_FLAGS);
      command.addAll(List.of("-DGNS_TSAN", "-c", EMULATOR.resolve(source).toString()));
      program.add(build(source + ".o", command, hash(EMULATOR, command)).toString());
    }
    return build("replay", program, state + hash(EMULATOR, program));
  }

  private static Path build(String name, List<String> arguments, String hash) {
    Path target = MODULE.resolve("target/emulator/" + digest(hash) + "/" + name);
    if (!Files.exists(target)) {
      try {
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), name, ".tmp");
        compile(arguments, fresh);
        // Another process of the tests may have built it meanwhile: the same, and it may be in use.
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
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
    return run(new ProcessBuilder(command).directory(directory.toFile()));
  }

  /** Runs a program; its output and error stream come in one. */
  static Outcome run(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
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
        text.append(file.getFileName()).append(text(file));
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
