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
  private static final String SOURCES = Code.below(POLICY);
  private static final String SCALINGS =
      Code.of("optimizers/dl4j/src/main/java/io/github/gns4j/dl4j/RateScaling.java");
  private static final String THEORY =
      Code.of("optimizers/core/src/test/java/io/github/gns4j/quadratic/Policy.java");
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

  static List<String> rateRules() {
    return factories("LearningRateRule").stream().filter(name -> !name.equals("probed")).toList();
  }

  /** The search of the rate has tests of its own and comes with {@code auto()}. */
  @ParameterizedTest
  @MethodSource("rateRules")
  void updatersOfDl4jHaveANameForIt(String name) {
    Code.require("RateScaling", SCALINGS, "-> LearningRateRule\\." + name + "\\(\\)");
  }

  @ParameterizedTest
  @MethodSource("rateRules")
  void itsRiskIsHeldAgainstTheory(String name) {
    Code.require("quadratic.Policy", THEORY, "LearningRateRule\\." + name + "\\(");
  }

  /** What policies remember, by type. */
  static List<String> memories() {
    List<String> all = Code.names("^(?:public )?final class (\\w+) implements Stateful", SOURCES);
    assertThat(all).hasSizeGreaterThan(10).contains("LearningRateController");
    return all;
  }

  /** By a test of its own, or as a part of another that is. */
  @ParameterizedTest
  @MethodSource("memories")
  void whatItRemembersIsSavedAndRestored(String type) {
    String field = " " + type + "(?:\\[\\])? (\\w+)(?: =|;|\\))";
    boolean saved =
        Code.files("optimizers/core/src/main", "").stream()
            .anyMatch(
                file -> Code.names(field, file).stream().anyMatch(name -> isSaved(name, file)));
    assertThat(saved).as("fields of type " + type + " are saved and restored").isTrue();
  }

  private static boolean isSaved(String field, String file) {
    boolean byName = file.contains(field + ".save(") && file.contains(field + ".restore(");
    String listed = "List<Stateful> \\w+ =\\s+List\\.of\\([^;]*\\b" + field + ",";
    return byName || Pattern.compile(listed).matcher(file).find();
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
  void aRuleRemembersNothing(String type) {
    assertThat(
            Code.names(
                "^  +private (?!static|final)[\\w<>\\[\\]]+ (\\w+)(?: = .*)?;",
                Code.of(POLICY + type + ".java")))
        .as("fields that change in " + type)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void aPlantedDefectIsNoticed(String type) {
    Code.require("the planted defects", TESTS, "(defect|policy)\\(\\s*\"" + type + "\"");
  }
}
