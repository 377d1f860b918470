package io.github.gns4j.examples.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.gns4j.examples.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The trainer stops at the accuracy asked for, and goes on from its checkpoint. */
class TrainerDigitsTest {
  @Test
  void stopsAtTheAccuracyAndGoesOnFromTheCheckpoint(@TempDir Path directory) {
    String file = directory.resolve("run.gns4j").toString();
    List<String> first = Run.lines(new TrainerDigits(), "--accuracy", "0.8", "--checkpoint", file);
    assertThat(first.getFirst()).startsWith("stopped for metric");
    assertThat(Run.accuracy(first)).isGreaterThanOrEqualTo(80);
    List<String> second = Run.lines(new TrainerDigits(), "--accuracy", "0.8", "--checkpoint", file);
    assertThat(second.getFirst()).startsWith("going on after step ");
    assertThat(Run.accuracy(second)).isGreaterThanOrEqualTo(80);
  }

  @Test
  void accuracyBeyondOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              TrainerDigits program = new TrainerDigits();
              new CommandLine(program).parseArgs("--accuracy", "90");
              program.call();
            })
        .withMessage("accuracy is 90.0, allowed: [0.0, 1.0]");
  }
}
