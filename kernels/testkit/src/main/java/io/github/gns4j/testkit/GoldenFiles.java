package io.github.gns4j.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * The reference files: those in the resources of this module (see {@code golden/PROVENANCE.md}
 * there), or those of the folder named by the system property {@value #PROPERTY}, which has the
 * same sub-folders {@code optimizers}, {@code edge_cases}, {@code gns}, {@code nqm}, {@code
 * lr_rules}, with whatever files are in them. Thread-safe.
 */
public final class GoldenFiles {
  /** System property that names a folder to use instead of the resources; empty means unset. */
  public static final String PROPERTY = "gns4j.golden";

  private static final List<String> SUB_FOLDERS =
      List.of("optimizers", "edge_cases", "gns", "nqm", "lr_rules");
  private static final String ROOT = "golden/";
  private static final String ENDING = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private GoldenFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the files of the folder named by {@value #PROPERTY}, or the resources if it is unset.
   *
   * @throws IllegalArgumentException if the folder has none of the sub-folders
   */
  public static GoldenFiles open() {
    String name = System.getProperty(PROPERTY, "");
    return name.isBlank() ? new GoldenFiles(null) : in(Path.of(name.strip()));
  }

  /**
   * Returns the files of {@code folder}.
   *
   * @throws IllegalArgumentException if the folder does not exist or has none of the sub-folders
   */
  public static GoldenFiles in(Path folder) {
    if (SUB_FOLDERS.stream().noneMatch(name -> Files.isDirectory(folder.resolve(name)))) {
      throw new IllegalArgumentException(
          PROPERTY + " is " + folder + ", allowed: a folder with some of " + SUB_FOLDERS);
    }
    return new GoldenFiles(folder);
  }

  /**
   * Reads every JSON file of a sub-folder, in the order of their names.
   *
   * @throws IllegalArgumentException if there is none: a test of nothing must not pass
   * @throws TestAbortedException if the folder named by the property does not have the sub-folder;
   *     a line is printed, and the calling test counts as skipped
   */
  public List<GoldenFile> list(String subFolder) {
    if (folder != null && !Files.isDirectory(folder.resolve(subFolder))) {
      String message = "SKIPPED: no folder " + subFolder + " in " + PROPERTY + "=" + folder;
      System.err.println(message);
      throw new TestAbortedException(message);
    }
    List<String> names =
        folder == null ? resourceNames(subFolder) : jsonNames(folder.resolve(subFolder));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no " + subFolder + "/*" + ENDING + " in " + this);
    }
    return names.stream().sorted().map(name -> read(subFolder + "/" + name)).toList();
  }

  /**
   * Reads the file {@code path}, such as {@code gns/gns_p5_diag.json}.
   *
   * @throws IllegalArgumentException if it does not exist
   */
  public GoldenFile read(String path) {
    try (InputStream in = stream(path)) {
      return new GoldenFile(path, JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " in " + this, e);
    }
  }

  private InputStream stream(String path) throws IOException {
    InputStream in =
        folder == null
            ? GoldenFiles.class.getClassLoader().getResourceAsStream(ROOT + path)
            : Files.newInputStream(folder.resolve(path));
    if (in == null) {
      throw new IllegalArgumentException("no " + path + " in " + this);
    }
    return in;
  }

  private static List<String> jsonNames(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(ENDING)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Class folders in a reactor build, a jar otherwise. */
  private static List<String> resourceNames(String subFolder) {
    URL url = GoldenFiles.class.getClassLoader().getResource(ROOT + subFolder);
    if (url == null) {
      return List.of();
    }
    try {
      URI uri = url.toURI();
      return uri.getScheme().equals("jar") ? jarNames(url, subFolder) : jsonNames(Path.of(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url.toString(), e);
    }
  }

  private static List<String> jarNames(URL url, String subFolder) throws IOException {
    String prefix = ROOT + subFolder + "/";
    List<String> names = new ArrayList<>();
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(prefix) && name.endsWith(ENDING))
          .forEach(name -> names.add(name.substring(prefix.length())));
    }
    return names;
  }

  @Override
  public String toString() {
    return folder == null ? "the resources of the test kit" : folder.toString();
  }
}
