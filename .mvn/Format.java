import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format to every Java file below a directory; run by the build on
 * the toolchain JDK: {@code Format.java check|apply DIRECTORY}.
 */
final class Format {
  private Format() {}

  public static void main(String[] arguments) throws Exception {
    boolean apply =
        switch (arguments[0]) {
          case "apply" -> true;
          case "check" -> false;
          case "skip" -> {
            System.out.println("Formatting not checked.");
            System.exit(0);
            yield false;
          }
          default ->
              throw new IllegalArgumentException(
                  "gns4j.format is '" + arguments[0] + "', allowed: check, apply, skip");
        };
    List<Path> wrong = new ArrayList<>();
    List<Path> sources = sources(Path.of(arguments[1]));
    for (Path source : sources) {
      String text = Files.readString(source);
      String formatted = format(source, text);
      if (!formatted.equals(text)) {
        wrong.add(source);
        if (apply) {
          Files.writeString(source, formatted);
        }
      }
    }
    if (!wrong.isEmpty() && !apply) {
      System.err.println("Not formatted (mvn -N validate -Dgns4j.format=apply mends it):");
      wrong.forEach(path -> System.err.println("  " + path));
      System.exit(1);
    }
    System.out.printf(
        "%d Java files, %d %s%n",
        sources.size(), wrong.size(), apply ? "reformatted" : "to format");
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().contains("/target/"))
          .filter(path -> !path.toString().contains("/.git/"))
          .sorted()
          .toList();
    }
  }

  private static String format(Path source, String text) {
    try {
      String clean =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.GOOGLE);
      return new Formatter().formatSource(clean);
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + source + ": " + e.getMessage(), e);
    }
  }
}
