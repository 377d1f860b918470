package io.github.gns4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sources as text, for what no compiler asks for. Files are named from the root. */
final class Code {
  private Code() {}

  /** Returns a file. */
  static String of(String file) {
    return read(Pom.ROOT.resolve(file));
  }

  /** Returns all Java files below a folder, one after the other. */
  static String below(String folder) {
    return String.join("\n", files(folder, ""));
  }

  /** Returns the text of each Java file below a folder whose path contains {@code part}. */
  static List<String> files(String folder, String part) {
    try (Stream<Path> files = Files.walk(Pom.ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains(part))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .map(Code::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first group of every match, each once, in order. */
  static List<String> names(String pattern, String code) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(code)
        .results()
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .toList();
  }

  /**
   * Requires code to have a place like this.
   *
   * @param where the code is, for whoever has to write it
   */
  static void require(String where, String code, String pattern) {
    if (!Pattern.compile(pattern, Pattern.MULTILINE).matcher(code).find()) {
      throw new AssertionError("nothing like " + pattern + " in " + where);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
