package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java snippet of every page stands, line by line, in a test or in an example that a test
 * runs: what a reader copies was compiled and run.
 */
class SnippetsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void snippetsAreCompiledAndRun() throws IOException {
    String code =
        files(".java", "/src/test/|/examples/src/main/")
            .map(SnippetsTest::flat)
            .collect(Collectors.joining("\n"));
    List<String> strangers = new ArrayList<>();
    int found = 0;
    for (Path page : files(".md", "README\\.md|/docs/").toList()) {
      Matcher snippet = SNIPPET.matcher(read(page));
      while (snippet.find()) {
        found++;
        if (!code.contains(flatten(snippet.group(1)))) {
          strangers.add(ROOT.relativize(page) + ":\n" + snippet.group(1));
        }
      }
    }
    assertThat(found).as("snippets found").isGreaterThan(10);
    assertThat(strangers).as("snippets that no test runs").isEmpty();
  }

  private static String flat(Path file) {
    return flatten(read(file));
  }

  /** Without comments, indentation and line breaks: pages break lines elsewhere. */
  private static String flatten(String code) {
    return code.replaceAll("(?m)//.*$", "").replaceAll("\\s+", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(String suffix, String where) throws IOException {
    Pattern place = Pattern.compile(where);
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> place.matcher(file.toString()).find())
          .toList()
          .stream();
    }
  }
}
