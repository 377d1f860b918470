package io.github.gns4j.examples.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LAMB trains a graph with batch norm, and its batches leave the first size. */
class GraphWithBatchNormTest {
  @Test
  void networkLearnsAndBatchesFollowTheNoise() {
    List<String> lines = Run.lines(new GraphWithBatchNorm(), "--epochs", "3", "--micro", "64");
    assertThat(Run.accuracy(lines)).isGreaterThan(80);
    List<Integer> batches =
        lines.stream()
            .filter(line -> line.startsWith("step"))
            .map(line -> Integer.parseInt(line.replaceAll(".*batch +(\\d+) .*", "$1")))
            .toList();
    assertThat(batches).hasSizeGreaterThan(3).anyMatch(batch -> batch > 64);
  }
}
