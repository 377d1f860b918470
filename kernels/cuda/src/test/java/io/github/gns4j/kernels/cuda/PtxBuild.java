package io.github.gns4j.kernels.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles CUDA sources to PTX that is committed; run by {@code -Pptx} as a single source file:
 * {@code PtxBuild.java MODULE_DIRECTORY ROOT.cu PTX_FILE}, both relative to the module. The PTX
 * starts with a hash of the sources and the flags, which {@code PtxTest} compares.
 */
public final class PtxBuild {
  /** The oldest architecture that JCuda's compiler and the drivers from CUDA 12.0 on know well. */
  private static final List<String> FLAGS =
      List.of("-std=c++17", "-O3", "-fmad=false", "-ptx", "-arch=compute_75");

  /** PTX 8.0 is that of CUDA 12.0; what the kernels use has not changed since. */
  private static final String VERSION = ".version 8.0";

  private static final String SOURCES = "src/main/cuda";
  private static final String HEADER =
      "// Generated from src/main/cuda by mvn -Pptx; sources and flags: SHA-256 ";

  private PtxBuild() {}

  /** Compiles, and replaces the PTX if that succeeds. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path module = Path.of(arguments[0]);
    Path raw = Files.createTempFile("gns4j", ".ptx");
    try {
      compile(module, arguments[1], raw);
      String text = Files.readString(raw).replaceFirst("(?m)^\\.version .*$", VERSION);
      Path target = module.resolve(arguments[2]);
      Files.createDirectories(target.getParent());
      Files.writeString(target, header(module) + "\n" + text);
    } finally {
      Files.delete(raw);
    }
  }

  private static void compile(Path module, String root, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("nvcc"));
    command.addAll(FLAGS);
    command.addAll(List.of(root, "-o", output.toString()));
    Process nvcc =
        new ProcessBuilder(command).directory(module.resolve(SOURCES).toFile()).inheritIO().start();
    if (nvcc.waitFor() != 0) {
      throw new IllegalStateException("nvcc failed with status " + nvcc.exitValue());
    }
  }

  /** Returns the first line that the PTX of these sources has. */
  public static String header(Path module) throws IOException {
    return HEADER + hash(module.resolve(SOURCES));
  }

  private static String hash(Path sources) throws IOException {
    MessageDigest digest = sha256();
    digest.update(String.join(" ", FLAGS).getBytes(StandardCharsets.UTF_8));
    digest.update(VERSION.getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
