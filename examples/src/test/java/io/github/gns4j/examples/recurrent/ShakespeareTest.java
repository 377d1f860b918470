package io.github.gns4j.examples.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.gns4j.examples.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class ShakespeareTest {
  private static double loss(String line) {
    return Double.parseDouble(line.replaceAll(".*loss a letter ([0-9.]+) .*", "$1"));
  }

  @Test
  void networkLearnsTheLettersOfTheEmbeddedText() {
    List<String> lines = Run.lines(new Shakespeare(), "--steps", "120", "--width", "32");
    assertThat(lines.getFirst()).matches("\\d+ letters, alphabet of \\d+");
    List<String> steps = lines.stream().filter(line -> line.startsWith("step")).toList();
    assertThat(steps).hasSize(20);
    // letters at their frequencies: about 3 nats; half a nat better needs the letter before
    assertThat(loss(steps.getLast())).isLessThan(2.8);
    assertThat(lines).contains("It writes:");
    assertThat(String.join("\n", lines.subList(lines.indexOf("It writes:") + 1, lines.size())))
        .hasSizeGreaterThan(150);
  }

  @Test
  void textOfADirectoryIsRead(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("input.txt"), "ab".repeat(200));
    List<String> lines =
        Run.lines(new Shakespeare(), "--data", directory.toString(), "--steps", "40");
    assertThat(lines.getFirst()).isEqualTo("400 letters, alphabet of 2");
    assertThat(loss(lines.get(20))).isLessThan(0.2);
    assertThat(lines.getLast()).matches("[ab]{200}").contains("abababab");
  }

  @Test
  void missingTextIsNamed(@TempDir Path directory) {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Text.of(directory))
        .withMessageContaining("input.txt: there is no such file");
  }

  @Test
  void labelsAreTheLettersAfter() {
    DataSet data = new Text("abcabcab").sequences(3, 10);
    assertThat(data.getFeatures().shape()).containsExactly(2, 3, 3);
    // first sequence abc, labels bca
    assertThat(data.getFeatures().getDouble(0, 0, 0)).isEqualTo(1);
    assertThat(data.getLabels().getDouble(0, 1, 0)).isEqualTo(1);
    assertThat(data.getLabels().getDouble(0, 0, 2)).isEqualTo(1);
    assertThat(data.getLabels().sumNumber().doubleValue()).isEqualTo(6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Text("abc").sequences(3, 1))
        .withMessageContaining("length of the text is 3");
  }
}
