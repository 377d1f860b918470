package io.github.gns4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** Reading of the reference files, from the resources and from a folder. */
class GoldenFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"optimizers", "edge_cases", "gns", "nqm", "lr_rules"})
  void everyFolderHasFilesWithHeaders(String folder) {
    assertThat(GoldenFiles.open().list(folder))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file.header().has("what")).isTrue());
  }

  @Test
  void readsAnotherFolder(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("gns"));
    Files.writeString(folder.resolve("gns/b.json"), "{\"header\":{},\"cases\":[{\"x\":\"NaN\"}]}");
    Files.writeString(folder.resolve("gns/a.json"), "{\"header\":{\"dtype\":\"float32\"}}");
    Files.writeString(folder.resolve("gns/notes.txt"), "not read");
    GoldenFiles files = GoldenFiles.in(folder);
    assertThat(files.list("gns")).extracting(GoldenFile::name).containsExactly("a", "b");
    assertThat(files.read("gns/a.json").isFloat32()).isTrue();
    assertThat(GoldenFile.number(files.read("gns/b.json").cases().get(0).get("x"))).isNaN();
    Files.createDirectories(folder.resolve("lr_rules"));
    assertThatThrownBy(() -> files.list("lr_rules"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no lr_rules/*.json in");
    assertThatThrownBy(() -> files.list("nqm"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("SKIPPED: no folder nqm");
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThatThrownBy(() -> GoldenFiles.in(Path.of("does-not-exist")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gns4j.golden is does-not-exist");
  }

  @Test
  void readsNonFiniteNumbersAndRejectsOthers() throws IOException {
    double[] numbers =
        GoldenFile.vector(JSON.readTree("[1.5, \"Infinity\", \"-Infinity\", \"NaN\", 1e-310]"));
    assertThat(numbers)
        .containsExactly(
            1.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e-310);
    assertThatThrownBy(() -> GoldenFile.vector(JSON.readTree("[null]")))
        .hasMessage("not a number: null");
    assertThatThrownBy(() -> GoldenFile.matrix(JSON.readTree("[1]"))).hasMessage("not an array: 1");
  }

  @Test
  void toleranceIsTheRuleOfTheFiles() throws IOException {
    Tolerance tolerance = Tolerance.of(JSON.readTree("{\"rtol\": 0.5, \"atol\": 1}"));
    assertThat(tolerance.accepts(4, 2)).isTrue();
    assertThat(tolerance.accepts(4.001, 2)).isFalse();
    assertThat(tolerance.accepts(Double.NaN, Double.NaN)).isTrue();
    assertThat(tolerance.accepts(Double.NaN, 2)).isFalse();
    assertThat(tolerance.accepts(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isTrue();
    assertThat(tolerance.accepts(Double.MAX_VALUE, Double.POSITIVE_INFINITY)).isFalse();
    assertThat(Tolerance.EXACT.accepts(1, Math.nextUp(1.0))).isFalse();
    assertThatThrownBy(() -> tolerance.check(new double[] {1}, new double[2], "m"))
        .hasMessageContaining("1 numbers, expected 2");
  }
}
