package io.github.gns4j.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir private Path directory;

  private static Map<String, ?> size(int parameters) {
    return Map.of("parameters", parameters);
  }

  private static Map<String, ?> setting(String backend, String type, int threads, int size) {
    return Map.of("parameters", size, "backend", backend, "type", type, "threads", threads);
  }

  private String page(String name) throws IOException {
    return Page.of(directory, name).text();
  }

  @Test
  void ratiosAreOfTimesOfOneSize() throws IOException {
    new Synthetic()
        .add("Adam.dl4j", size(1000), 6000, 600)
        .add("Adam.dl4j", size(100000), 500000, 0)
        .add("Adam.inPlace", size(1000), 2000, 0)
        .write(directory, "some");

    assertThat(page("some"))
        .contains("| | 1,000 | 100,000 |\n|---|---:|---:|\n")
        .contains("| Adam in place with statistics, against DL4J | 3.00 ± 0.30 | |\n")
        .contains("| `Adam.dl4j` | 6.000 ± 0.600 | 5.000 ± 0.000 |\n")
        .doesNotContain("SGD");
  }

  @Test
  void errorsOfARatioAddInSquares() throws IOException {
    new Synthetic()
        .add("Adam.dl4j", size(1000), 1000, 30)
        .add("Adam.inPlace", size(1000), 500, 20)
        .write(directory, "some");

    assertThat(page("some")).contains("against DL4J | 2.00 ± 0.10 |"); // 3% and 4% are 5%
  }

  @Test
  void whatTookTurnsIsPaired() throws IOException {
    Synthetic results = new Synthetic();
    for (int size : new int[] {1000, 100000}) {
      results
          .add("Turns.adam", size(size), 1e9, 0)
          .iterations("adamDl4j", 6.0 * size, 18.0 * size)
          .iterations("adamInPlace", 2.0 * size, 6.0 * size)
          .add("Turns.passes", size(size), 1e9, 0)
          .iterations("perSampleTraffic", 1.0 * size, 7.0 * size)
          .iterations("perSampleMoments", 1.0 * size, 3.0 * size);
    }
    results.write(directory, "some");

    assertThat(page("some"))
        .contains("| | 1,000 | 100,000 |\n|---|---:|---:|\n")
        .contains("| Adam in place with statistics, against DL4J | 3.00 ± 0.00 | 3.00 ± 0.00 |\n")
        // As PairedRatioTest has it by hand, and a mean of 4 with t of 12.706 and a deviation of 3.
        .contains("| Per-sample moments against reading | 2.00 ± 6.35 | 2.00 ± 6.35 |\n")
        .contains("| `PerSample.traffic` | 4.000 ± 38.119 | 4.000 ± 38.119 |\n")
        .contains("](some-by-turns.svg)")
        .doesNotContain("SGD", "Turns.adam", "within the run");
  }

  @Test
  void whoSatOutIsNotShown() throws IOException {
    new Synthetic()
        .add("Turns.adam", size(1000), 1e9, 0)
        .iterations("adamNd4jOperations", Double.NaN, Double.NaN)
        .iterations("adamTraffic", 1000, 1000)
        .iterations("adamInPlace", 2000, 2000)
        .write(directory, "some");

    assertThat(page("some"))
        .contains("| Adam against its memory traffic | 0.50 ± 0.00 |\n")
        .doesNotContain("ND4J", "nd4j", "NaN");
  }

  @Test
  void participantsOfARoundAtASettingAreShownOneByOne() throws IOException {
    new Synthetic()
        .add("Types.steps", setting("scalar", "FLOAT64", 0, 1000), 1e9, 0)
        .iterations("adamInPlace", 2000, 3000, 4000)
        .iterations("optimizerStepAdam", 5000, 5000, 5000)
        .add("Types.passes", setting("vector", "FLOAT64", 0, 1000), 1e9, 0)
        .iterations("reductionDot", 500, 500, 500)
        .add("Types.steps", setting("vector", "FLOAT32", 0, 1000), 1e9, 0)
        .iterations("adamInPlace", 1000, 1000, 1000)
        .iterations("adamTraffic", 800, 800, 800)
        .write(directory, "types");

    assertThat(page("types"))
        .contains("| | FLOAT32, vector | FLOAT64, scalar | FLOAT64, vector |\n")
        // A standard error of 1/√3 ns a parameter, and t of two degrees at 99.95%: 31.599.
        .contains("| `Adam.inPlace` | 1.000 ± 0.000 | 3.000 ± 18.244 | |\n")
        .contains("| `OptimizerStep.adam` | | 5.000 ± 0.000 | |\n")
        .contains("| `Reduction.dot` | | | 0.500 ± 0.000 |\n")
        .contains("| Adam against its memory traffic | 0.80 ± 0.00 |\n")
        .doesNotContain("Types.", "by turns");
  }

  @Test
  void turnsAtAnotherSettingAreNotShown() throws IOException {
    new Synthetic()
        .add("Turns.adam", setting("scalar", "FLOAT32", 0, 1000), 1e9, 0)
        .iterations("adamDl4j", 6, 18)
        .iterations("adamInPlace", 2, 6)
        .write(directory, "some");

    assertThat(page("some")).doesNotContain("by turns");
  }

  @Test
  void slicesAreOnePage() throws IOException {
    new Synthetic().add("Adam.dl4j", size(1000), 4000, 0).write(directory, "some.first");
    new Synthetic().add("Adam.inPlace", size(1000), 2000, 0).write(directory, "some.second");
    new Synthetic().add("Adam.inPlace", size(1000), 1, 0).write(directory, "some-other");

    assertThat(page("some"))
        .contains("commit: of some.first", "commit: of some.second", "2.00 ± 0.00")
        .doesNotContain("some-other");
    assertThat(Results.names(directory)).containsExactly("some", "some-other");
  }

  @Test
  void settingsStandBesideOneAnother() throws IOException {
    new Synthetic()
        .add("Adam.inPlace", setting("scalar", "FLOAT64", 0, 1000), 3000, 0)
        .add("Adam.inPlace", setting("vector", "FLOAT64", 0, 1000), 1000, 0)
        .add("Adam.inPlace", setting("vector", "FLOAT32", 1, 1000), 900, 0)
        .add("Adam.inPlace", setting("vector", "FLOAT32", 2, 1000), 600, 0)
        .add("Adam.traffic", setting("vector", "FLOAT32", 2, 1000), 480, 0)
        .write(directory, "types");

    assertThat(page("types"))
        .contains("| | FLOAT64, scalar | FLOAT64, vector |\n")
        .contains("| `Adam.inPlace` | 3.000 ± 0.000 | 1.000 ± 0.000 |\n")
        .contains("## Time on one thread over time on 2\n")
        .contains("| `Adam.inPlace` | 1.50 ± 0.00 |\n")
        .contains("## Ratios within the run on 2 threads\n")
        .contains("| Adam against its memory traffic | 0.80 ± 0.00 |\n")
        .contains("## Nanoseconds per parameter on 2 threads\n")
        .contains("| `Adam.inPlace` | 0.600 ± 0.000 |\n")
        .doesNotContain("on 1 thread\n"); // nothing to compare there
  }

  @Test
  void chartsAreWrittenBesideThePage() throws IOException {
    Synthetic results = new Synthetic();
    for (int decade = 1000; decade <= 1_000_000; decade *= 10) {
      results.add("OptimizerStep.adam", size(decade), 500 + decade, 10);
      results.add(
          "OptimizerStep.adam",
          Map.of("parameters", 1000, "microBatches", decade / 100),
          decade,
          10);
    }
    results.write(directory, "growth");

    Page.main(new String[] {directory.toString(), directory.resolve("pages").toString()});

    Path pages = directory.resolve("pages");
    assertThat(pages.resolve("growth.md"))
        .content()
        .contains("](growth-parameters.svg)", "](growth-micro-batches.svg)")
        .contains("| `OptimizerStep.adam`, 1,000 parameters | 100 ± 1 |");
    assertThat(Files.readString(pages.resolve("growth-parameters.svg"))).contains("<svg");
    assertThat(pages.resolve("growth-micro-batches.svg")).exists();
  }

  @Test
  void fewSizesAreNoGrowth() throws IOException {
    new Synthetic()
        .add("OptimizerStep.adam", size(1000), 1, 0)
        .add("OptimizerStep.adam", size(10000), 1, 0)
        .write(directory, "some");

    assertThat(page("some")).doesNotContain("Growth");
  }

  @Test
  void bytesAreTold() throws IOException {
    new Synthetic()
        .add("Adam.inPlace", size(1000), 5000, 0)
        .with("gc.alloc.rate.norm", 0.004)
        .add("OptimizerStep.adam", size(1000), 5000, 0)
        .with("gc.alloc.rate.norm", 1234.2)
        .write(directory, "allocation");
    Files.createDirectory(directory.resolve("state"));
    Files.writeString(
        directory.resolve("state/allocation.json"),
        "[{\"optimizer\":\"Adam\",\"type\":\"FLOAT32\",\"bytesPerParameter\":12.01}]");

    assertThat(page("allocation"))
        .contains("| `Adam.inPlace` | 0 |\n| `OptimizerStep.adam` | 1,234 |\n")
        .contains("| | FLOAT32 |\n|---|---:|\n| `Adam` | 12.0 |\n")
        .doesNotContain("Nanoseconds");
  }

  @Test
  void anErrorThatJmhDoesNotKnowIsNotMadeUp() throws IOException {
    new Synthetic().add("Adam.inPlace", size(1000), 5000, Double.NaN).write(directory, "some");

    assertThat(page("some")).contains("| `Adam.inPlace` | 5.000 |");
  }

  @Test
  void perSampleMomentsOfBeforeCountTheirElements() throws IOException {
    new Synthetic()
        .add("Reduction.perSampleMoments", size(10000), 32e6, 0)
        .write(directory, "some");

    assertThat(page("some"))
        .contains("| | 32,000,000 |", "| `PerSample.moments` | 1.000 ± 0.000 |");
  }

  @Test
  void aNameWithoutResultsIsRefused() {
    assertThatThrownBy(() -> Page.of(directory, "some"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no results 'some'");
  }
}
