package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.examples.study.StepCosts.Cost;
import io.github.gns4j.examples.study.StepCosts.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seconds between and beyond the measured sizes, and their file. */
class StepCostsTest {
  @TempDir private Path directory;

  private static List<Cost> costs() {
    List<Cost> costs = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      costs.add(new Cost(kind, 16, 4e-3, 2e-3, 6e-3, 9));
      costs.add(new Cost(kind, 64, 3e-3, 3e-3, 3e-3, 9));
      costs.add(new Cost(kind, 128, 6e-3, 5e-3, 8e-3, 9));
    }
    return costs;
  }

  @Test
  void costsAreLinearBetweenAndGoOnBeyond() {
    StepCosts costs = new StepCosts(costs());
    assertThat(costs.seconds(Kind.DL4J, 64)).isEqualTo(3e-3);
    assertThat(costs.seconds(Kind.DL4J, 40)).isCloseTo(2.5e-3, within(1e-15));
    assertThat(costs.seconds(Kind.DL4J, 16)).isEqualTo(2e-3);
    assertThat(costs.seconds(Kind.GRADIENT, 8)).isCloseTo(2e-3 - 8e-3 / 48, within(1e-15));
    assertThat(costs.seconds(Kind.NOISE_AWARE, 256)).isCloseTo(9e-3, within(1e-15));
  }

  @Test
  void fileGivesBackWhatWasWritten() throws IOException {
    Path file = directory.resolve("costs.csv");
    new StepCosts(costs()).write(file);
    assertThat(StepCosts.read(file).measured()).isEqualTo(costs());
    Files.writeString(file, "kind,batch,median,low,high,repeats\nDL4J,16,fast\n");
    assertThatThrownBy(() -> StepCosts.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("DL4J,16,fast");
  }

  @Test
  void oneSizeIsNotEnough() {
    List<Cost> costs = costs();
    costs.removeIf(cost -> cost.kind() == Kind.GRADIENT && cost.batch() > 16);
    assertThatThrownBy(() -> new StepCosts(costs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("costs of GRADIENT have 1 batch sizes, allowed: at least 2");
  }
}
