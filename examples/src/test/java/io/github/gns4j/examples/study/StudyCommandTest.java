package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.TrainDigits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The study from its command line, with few cells. */
class StudyCommandTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void quickStudyFillsTheGridOnceAndWritesPages() throws IOException {
    Path text = directory.resolve("text.txt");
    Files.writeString(text, "the cat sat on the mat, and the dog sat on the cat. ".repeat(120));
    Path pages = directory.resolve("pages");
    String[] arguments = {
      "--quick",
      "--text=" + text,
      "--task=dense",
      "--task=recurrent",
      "--out=" + directory.resolve("out"),
      "--page=" + pages
    };
    assertThat(run(arguments)).as(err.toString()).isZero();
    List<String> table = Files.readAllLines(pages.resolve("real-data.csv"));
    int cells = 2 * Arms.few().stream().mapToInt(arm -> arm.starts().size()).sum();
    assertThat(table).hasSize(1 + cells).first().isEqualTo(CellResult.HEADER);
    assertThat(table).filteredOn(line -> line.contains(",REACHED,")).isNotEmpty();
    assertThat(pages.resolve("real-data.md"))
        .content()
        .contains("## dense", "## recurrent", "dense, time-optimal", "recurrent, prodigy");
    assertThat(pages.resolve("real-data.svg")).content().contains("dense", "prodigy");
    assertThat(pages.resolve("mnist.md")).content().contains("| samples | epochs |");
    assertThat(pages.resolve("mnist-noise.svg")).isNotEmptyFile();

    finishedCellsAreSkippedAndOneCutOffIsDoneAgain(arguments, table);
    aPageComparesOverSeeds(pages);
  }

  private void aPageComparesOverSeeds(Path pages) throws IOException {
    String study = directory.resolve("out").toString();
    assertThat(run("--pages-only", "--out=" + study, "--seeds=" + study, "--page=" + pages))
        .as(err.toString())
        .isZero();
    assertThat(pages.resolve("real-data-seeds.md"))
        .content()
        .contains("results of seeds 1, 1", "## dense", "## recurrent", "| dense, auto | ");
    assertThat(run("--pages-only", "--out=" + study, "--seeds=" + study)).isEqualTo(2);
  }

  private void finishedCellsAreSkippedAndOneCutOffIsDoneAgain(
      String[] arguments, List<String> table) throws IOException {
    Path results = directory.resolve("out/results.csv");
    String last = table.getLast();
    String cutOff =
        String.join("\n", table.subList(0, table.size() - 1)) + "\n" + last.substring(9);
    Files.writeString(
        results, cutOff, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains(" samples ("))).hasSize(1);
    List<String> again = Files.readAllLines(results);
    assertThat(again).hasSize(table.size());
    assertThat(again.subList(0, table.size() - 1)).isEqualTo(table.subList(0, table.size() - 1));
    assertThat(again.getLast()).startsWith(last.substring(0, last.indexOf("1,") + 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--task recurrent",
        "--task resnet",
        "--arm sgd",
        "--limit 0",
        "--limit nan",
        "--pages-only"
      })
  void wrongArgumentsExitWithTwo(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: examples/run study");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void missingTextIsAnErrorInOneLine() {
    Path none = directory.resolve("none.txt");
    assertThat(run("--task=recurrent", "--text=" + none, "--out=" + directory.resolve("o")))
        .isEqualTo(1);
    assertThat(err.toString().strip().lines()).hasSize(1).first().asString().contains("none.txt");
  }

  private int run(String... arguments) {
    CommandLine main = TrainDigits.commandLine();
    main.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return main.execute(
        Stream.concat(Stream.of("study"), Stream.of(arguments)).toArray(String[]::new));
  }
}
