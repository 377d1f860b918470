package io.github.gns4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.IdxFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The main program from its command line: what it writes, and what it says to wrong arguments. */
class TrainDigitsTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void raceWritesTableLogsChartAndDigits() throws IOException {
    Path results = directory.resolve("new/results");
    assertThat(small("--target", "0.3", "--epochs", "6", "--out", results.toString())).isZero();
    assertThat(out.toString())
        .contains("400 to train on, 100 to test on; dense network")
        .contains("noise-aware adam [")
        .contains("to 30.0%")
        .contains("of the time of DL4J Adam to 30.0%");
    assertThat(names(results))
        .containsExactlyInAnyOrder(
            "DL4J Adam.jsonl",
            "noise-aware adam.jsonl",
            "digits.png",
            "outcomes.csv",
            "race.png",
            "race.svg",
            "report.html");
    assertThat(out.toString().strip().lines().toList().getLast())
        .isEqualTo("Report: " + results.resolve("report.html"));
    assertThat(ImageIO.read(results.resolve("race.png").toFile()).getWidth()).isGreaterThan(400);
    List<String> table = Files.readAllLines(results.resolve("outcomes.csv"));
    assertThat(table).hasSize(3);
    assertThat(accuracy(table.get(1))).isGreaterThan(0.3);
    assertThat(accuracy(table.get(2))).isGreaterThan(0.3);
  }

  /** A run of one seed that is limited by epochs takes the same steps each time. */
  @ParameterizedTest
  @CsvSource({"adam, dense", "sgd, dense", "lamb, dense", "adam, lenet"})
  void everyOptimizerAndNetworkRuns(String optimizer, String model) throws IOException {
    int code =
        small(
            "--no-baseline",
            "--optimizer",
            optimizer,
            "--model",
            model,
            "--epochs",
            "2",
            "--out",
            directory.toString());
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(Files.readAllLines(directory.resolve("noise-aware " + optimizer + ".jsonl")))
        .hasSizeGreaterThan(5);
  }

  @Test
  void dryRunKeepsTheBatch() throws IOException {
    String[] arguments = {"--no-baseline", "--dry-run", "--batch", "40", "--epochs", "3"};
    assertThat(small(append(arguments, "--out", directory.toString()))).isZero();
    assertThat(Files.readAllLines(directory.resolve("noise-aware adam.jsonl")))
        .filteredOn(line -> line.contains("\"type\":\"step\""))
        .allMatch(line -> line.contains("\"batch\":40"));
  }

  @Test
  void idxFilesAreRead() throws IOException {
    IdxFixture.writePair(directory, "t10k", DigitStrokes.draw(200, 1));
    assertThat(
            run(
                "--data",
                directory.toString(),
                "--epochs",
                "1",
                "--no-baseline",
                "--out",
                directory.resolve("out").toString()))
        .isZero();
    assertThat(out.toString()).contains("170 to train on, 30 to test on");
  }

  @Test
  void cutOffFileIsAnErrorInOneLine() throws IOException {
    IdxFixture.writePair(directory, "t10k", DigitStrokes.draw(20, 1));
    Path images = directory.resolve("t10k-images-idx3-ubyte");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 5_000));
    assertThat(run("--data", directory.toString())).isEqualTo(1);
    assertThat(err.toString().strip().lines())
        .containsExactly("error: " + images + ": ends in image 6 of 20");
  }

  @Test
  void missingDirectoryIsAnErrorInOneLine() {
    assertThat(run("--data", directory.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString().strip().lines())
        .containsExactly("error: " + directory.resolve("none") + ": there is no such directory");
  }

  @Test
  void outputThatCannotBeWrittenIsAnError() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(small("--out", file.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: ").contains(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--target 0",
        "--target 1.5",
        "--target nan",
        "--seconds 0",
        "--seconds -1",
        "--epochs x",
        "--batch 0",
        "--rate 0",
        "--rate -1e-3",
        "--dashboard -1",
        "--dashboard 65536",
        "--train-size 0",
        "--test-size 0",
        "--model resnet",
        "--optimizer adagrad",
        "--seed 1.5"
      })
  void wrongArgumentsExitWithTwoAndShowHelp(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: examples/run");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "extra"})
  void unknownArgumentsExitWithTwoAndAreNamed(String argument) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(err.toString()).contains("'" + argument + "'");
  }

  @Test
  void helpTellsOptionsFilesAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--data", "--model", "dense, lenet", "adam, sgd, lamb", "race.png", "Ctrl-C")
        .contains("quadratic", "one-line");
  }

  private int small(String... more) {
    return run(append(new String[] {"--train-size", "400", "--test-size", "100"}, more));
  }

  private int run(String... arguments) {
    CommandLine command = TrainDigits.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private static String[] append(String[] first, String... second) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static double accuracy(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }
}
