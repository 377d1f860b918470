package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CONTRIBUTING.md, "How to add a policy", for every rule that users can choose by name. */
class PolicyChecklistTest {
  private static final String POLICY = "optimizers/core/src/main/java/io/github/gns4j/policy/";
  private static final Pattern RULE = Pattern.compile("implements (LearningRate|Batch)Rule");
  private static final String TESTS = Code.below("optimizers/core/src/test");
  private static final String TABLES = Code.of("docs/guide/rules.md");

  static Stream<Arguments> rules() {
    return Stream.of("LearningRateRule", "BatchRule", "LearningRateSchedule")
        .flatMap(type -> factories(type).stream().map(name -> Arguments.of(type, name)));
  }

  private static List<String> factories(String type) {
    List<String> names =
        Code.names("^  static " + type + " (\\w+)\\(", Code.of(POLICY + type + ".java"));
    assertThat(names).as(type).hasSizeGreaterThan(5);
    return names;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aTestAsksItForDecisions(String type, String name) {
    Code.require("the tests of optimizers/core", TESTS, type + "\\." + name + "\\(");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theGuideHasALineForIt(String type, String name) {
    Code.require("docs/guide/rules.md", TABLES, "^\\|[^|]*`" + name + "\\(");
  }

  /** The files with rules in them. */
  static List<String> implementations() throws IOException {
    try (Stream<Path> files = Files.list(Pom.ROOT.resolve(POLICY))) {
      List<String> found =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(type -> RULE.matcher(Code.of(POLICY + type + ".java")).find())
              .sorted()
              .toList();
      assertThat(found).contains("BatchRules", "Cabs", "RateRules");
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void aPlantedDefectIsNoticed(String type) {
    Code.require("the planted defects", TESTS, "(defect|policy)\\(\\s*\"" + type + "\"");
  }
}
