package io.github.gns4j.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  @TempDir private Path root;
  private Claims claims;

  @BeforeEach
  void results() throws IOException {
    Path results = Files.createDirectories(root.resolve("jmh-benchmarks/results"));
    new Synthetic()
        .add("Adam.dl4j", Map.of("parameters", 1000), 1, 1)
        .add("Adam.dl4j", Map.of("parameters", 1000), 6000, 600) // measured again
        .add("Adam.dl4j", Map.of("parameters", 10000), 20000, 0)
        .add("Adam.inPlace", Map.of("parameters", 1000, "backend", "vector"), 2000, 0)
        .with("gc.alloc.rate.norm", 0.2)
        .add("Adam.inPlace", Map.of("parameters", 10000, "backend", "vector"), 10000, 0)
        .add("Sgd.inPlace", Map.of("parameters", 1000, "backend", "scalar"), 4000, 0)
        .add("Sgd.inPlace", Map.of("parameters", 1000, "backend", "vector"), 1000, 0)
        .add("Training.round", Map.of("batch", 32), 9e6, 0)
        .with("dl4j", 2e6)
        .with("oneLine", 3e6)
        .iterations("trainer", 1e6, 3e6)
        .iterations("trainerTapped", 2e6, 6e6)
        .add("Turns.adam", Map.of("parameters", 1000), 9e6, 0)
        .iterations("adamDl4j", 1, 1)
        .iterations("adamInPlace", 1, 1)
        .add("Turns.adam", Map.of("parameters", 1000), 9e6, 0) // measured again
        .iterations("adamDl4j", 6000, 18000)
        .iterations("adamInPlace", 2000, 6000)
        .add("Turns.adam", Map.of("parameters", 10000), 9e6, 0)
        .iterations("adamDl4j", 20000, 60000)
        .iterations("adamInPlace", 10000, 30000)
        .write(results, "some");
    claims = new Claims(root);
  }

  private static String claim(String source, String number) {
    return "before <!-- claim: " + source + " -->" + number + "<!-- /claim --> after";
  }

  private void fills(String source, String number) {
    assertThat(claims.fill(claim(source, "17"))).isEqualTo(claim(source, number));
    assertThat(claims.fill(claim(source, number))).isEqualTo(claim(source, number));
  }

  private void refuses(String source, String words) {
    assertThatThrownBy(() -> claims.fill(claim(source, "17")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void timesHaveTheUnitInWhichTheyAreRead() {
    fills("time some Adam.dl4j parameters=1000", "6.00 ± 0.60 µs");
    fills("times some Adam.dl4j", "6.00 to 20.0 µs");
    fills("time some Training.round:oneLine batch=32", "3.00 ± 0.00 ms");
  }

  @Test
  void ratiosAreOfWhatHasTheSameParameters() {
    fills("ratio some Adam.dl4j/Adam.inPlace parameters=1000 backend=vector", "3.00 ± 0.30");
    fills("ratios some Adam.dl4j/Adam.inPlace", "2.00 to 3.00");
    fills("ratio some Sgd.inPlace[backend=scalar]/Sgd.inPlace[backend=vector]", "4.00 ± 0.00");
    fills("ratio some Training.round:oneLine/Training.round:dl4j", "1.50 ± 0.00");
  }

  @Test
  void pairsAreOfTheSameIterations() {
    String both = "Training.round:trainer/Training.round:trainerTapped";
    fills("paired some " + both + " batch=32", "0.500 ± 0.000");
    fills("pairs some " + both, "0.500");
    refuses("paired some Training.round:trainer/Training.round:none", "no times of 'none'");
  }

  @Test
  void turnsArePairsByTheNamesOfTheirBenchmarks() {
    fills("turn some Adam.dl4j/Adam.inPlace parameters=1000", "3.00 ± 0.00");
    fills("turns some Adam.dl4j/Adam.inPlace", "2.00 to 3.00");
    refuses("turn some Adam.dl4j/Adam.inPlace", "has 2 results, allowed: one");
    refuses("turns some Adam.dl4j/Sgd.dl4j", "has no results");
    refuses("turn some Adam.dl4j", "two names");
    refuses("turn some Adam/Sgd", "allowed: CLASS.METHOD");
  }

  @Test
  void bytesAreWhole() {
    fills("bytes some Adam.inPlace parameters=1000", "0");
  }

  @Test
  void numbersAreQuotedFromPagesOfStudies() throws IOException {
    Path page = Files.createDirectories(root.resolve("docs/results")).resolve("study.md");
    String table = "| one, auto | 7 | 1.42 |\n| two, auto | 8 | 0.863 |\n| two, plain | 9 | 3 |\n";
    Files.writeString(page, "median 1.5 (of 3)\n" + table);
    Files.writeString(page.resolveSibling("other.md"), "| one, auto | 7 | 10 |\n");

    fills("quote docs/results/study.md , auto | * | # |", "0.863 to 1.42");
    fills("quote docs/results/study.md two, plain | * | # |", "3");
    fills("quote docs/results/study.md median # (of", "1.5");
    fills("quote docs/results/study.md,docs/results/other.md , auto | * | # |", "0.863 to 10");
    refuses(
        "quote docs/results/study.md , auto | # | * | *", "finds nothing on docs/results/study");
    refuses("quote docs/results/study.md , auto | * | * |", "with one # in them");
    refuses("quote docs/results/study.md # to #", "with one # in them");
    refuses("quote docs/results/study.md", "allowed: quote PAGE");
  }

  @Test
  void whatTheResultsDoNotSayIsRefused() {
    refuses("time none Adam.dl4j", "no results 'none'");
    refuses("time some Adam.dl4j", "has 2 results, allowed: one");
    refuses("time some Adam.dl4j parameters=7", "has 0 results, allowed: one");
    refuses("ratios some Adam.dl4j/Sgd.dl4j", "has no results");
    refuses("time some Training.round:none", "no metric 'none'");
  }

  @Test
  void malformedClaimsAreRefused() {
    refuses("time some", "allowed: KIND RESULTS BENCHMARK");
    refuses("time some Adam/dl4j/[x]", "'[x]', allowed: BENCHMARK");
    refuses("speed some Adam.dl4j", "allowed kinds");
    refuses("ratio some Adam.dl4j", "two names");
    refuses("time some Adam.dl4j 1000", "allowed: PARAMETER=VALUE");
  }

  @Test
  void textAroundClaimsStays() {
    assertThat(claims.fill("1 ± 2, <!-- a comment -->")).isEqualTo("1 ± 2, <!-- a comment -->");
    assertThat(Claims.unclaimed(claim("time some Adam.dl4j", "1 ± 2"))).isEqualTo("before  after");
  }

  @Test
  void pagesOfACheckoutAreRewritten() throws IOException {
    Path guide = Files.createDirectories(root.resolve("docs/guide")).resolve("page.md");
    String source = "bytes some Adam.inPlace parameters=1000";
    Files.writeString(root.resolve("README.md"), "nothing");
    Files.writeString(guide, claim(source, "17"));

    Claims.main(new String[] {root.toString()});

    assertThat(guide).hasContent(claim(source, "0"));
    assertThat(root.resolve("README.md")).hasContent("nothing");
  }
}
