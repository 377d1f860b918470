package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the guide whose code a test class contains. */
final class GuidePage {
  private static final Path GUIDE = Path.of("../../docs/guide");
  private static final Path TESTS = Path.of("src/test/java/io/github/gns4j/dl4j");

  private GuidePage() {}

  /** Asserts that {@code page} has so many blocks of Java, each to be found in {@code test}. */
  static void assertShows(String page, Class<?> test, int blocks) throws IOException {
    String code = squeeze(Files.readString(TESTS.resolve(test.getSimpleName() + ".java")));
    List<String> shown =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(GUIDE.resolve(page)))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replace("```java", "").replace("```", ""))
            .toList();
    assertThat(shown).hasSize(blocks);
    assertThat(shown).allSatisfy(block -> assertThat(code).contains(squeeze(block)));
  }

  private static String squeeze(String code) {
    return code.replaceAll("\\s+", "");
  }
}
