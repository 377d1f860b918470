package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.cuda.Emulator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Packs the check into a folder for machines without Java: a stripped runtime, the jars of this
 * class path that it needs, and the fingerprints of the emulation. Run by the script {@code pack}
 * with the folder as the argument. It lives with the tests because it uses their emulated GPU.
 */
final class Pack {
  /** What fits into a message, and a machine's scratch space, with room for the results. */
  static final long LIMIT = 60L << 20;

  private static final String MODULES =
      "java.base,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.unsupported";

  /** Starts of the names of jars that the program needs. */
  private static final List<String> JARS =
      List.of(
          "gns4j-kernels-",
          "gns4j-gpu-check",
          "jcuda-1",
          "jackson-",
          "picocli",
          "slf4j-",
          "junit-jupiter-api",
          "junit-platform-commons",
          "opentest4j");

  /** Of JCuda's libraries only this one is used. */
  private static final String NATIVE = "lib/libJCudaDriver";

  private final Path folder;

  Pack(Path folder) {
    this.folder = folder;
  }

  /** Packs everything into a folder that is empty or does not exist. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: pack FOLDER");
      System.exit(2);
    }
    Pack pack = new Pack(Path.of(arguments[0]).toAbsolutePath());
    pack.program();
    try {
      pack.fingerprints(1);
    } catch (TestAbortedException e) {
      System.err.println("the pack has no numbers of the emulation to compare with");
    }
    long size = pack.size();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f MiB; copy it to the machine, start ./run there%n",
        pack.folder,
        size / 0x1p20);
  }

  /** Packs runtime, jars and start script. */
  void program() throws IOException {
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new IllegalArgumentException(
          "folder is " + folder + ", which is not empty, allowed: an empty or a new one");
    }
    Files.createDirectories(folder.resolve("lib"));
    link();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      addEntry(Path.of(entry));
    }
    try (InputStream script = GpuCheck.class.getResourceAsStream("run.sh")) {
      Path run = folder.resolve("run");
      Files.write(run, script.readAllBytes());
      Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    if (size() > LIMIT) {
      throw new IllegalStateException("the pack has " + size() + " bytes, allowed: " + LIMIT);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private void link() {
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int status =
        jlink.run(
            System.out,
            System.err,
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-9",
            "--output",
            folder.resolve("runtime").toString());
    if (status != 0) {
      throw new IllegalStateException("jlink failed with status " + status);
    }
  }

  private void addEntry(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    if (Files.isDirectory(entry) && name.equals("classes")) {
      String module = entry.getParent().getParent().getFileName().toString();
      jar(entry, folder.resolve("lib/gns4j-" + module + ".jar"));
    } else if (name.startsWith("jcuda-natives")) {
      natives(entry);
    } else if (!name.contains("-tests") && JARS.stream().anyMatch(name::startsWith)) {
      Files.copy(entry, folder.resolve("lib").resolve(name));
    }
  }

  /** Classes that no jar was made of yet. */
  private static void jar(Path classes, Path target) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target))) {
      Files.walkFileTree(
          classes,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
              jar.putNextEntry(new JarEntry(name));
              Files.copy(file, jar);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private void natives(Path source) throws IOException {
    try (JarFile jar = new JarFile(source.toFile());
        OutputStream file =
            Files.newOutputStream(folder.resolve("lib").resolve(source.getFileName()));
        JarOutputStream copy = new JarOutputStream(file)) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith(NATIVE)).toList()) {
        copy.putNextEntry(new JarEntry(entry.getName()));
        jar.getInputStream(entry).transferTo(copy);
      }
    }
  }

  /** Runs every {@code stride}-th case on the emulated GPU, with the program as packed. */
  void fingerprints(int stride) throws IOException {
    Run run =
        run(
            new ProcessBuilder(),
            "--write-bits",
            folder.resolve("bits.txt").toString(),
            "--stride",
            String.valueOf(stride));
    if (run.status() != 0) {
      throw new IllegalStateException("the packed program failed: " + run.output());
    }
  }

  /**
   * What the packed program left.
   *
   * @param output its output and errors
   */
  record Run(int status, String output) {}

  /** Runs the packed program on the emulated GPU; skips without g++. */
  Run run(ProcessBuilder builder, String... arguments) throws IOException {
    builder.environment().putAll(Emulator.environment());
    return start(builder, arguments);
  }

  /** Runs the packed program on this machine as it is. */
  Run start(ProcessBuilder builder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("run").toString()));
    command.addAll(List.of(arguments));
    Process process = builder.command(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Run(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the bytes of all files. */
  long size() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
