package io.github.gns4j.examples.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.NoOp;

/** Ctrl-C, as the race sees it: everything so far is written, nothing else begins. */
class RaceStopTest {
  /** Steps that the stopped contestant takes before it stops the race from inside. */
  private static final int STEPS = 7;

  @TempDir private Path directory;
  private long now;
  private boolean warm;

  @Test
  void stoppedRaceKeepsWhatItHas() throws IOException {
    Race race =
        new Race(
            new Race.Course(
                DigitStrokes.split(50, 20, 1), new Limits(1e6, 1e6, 0.95), () -> now += 1_000_000),
            directory,
            new ProgressBar(new PrintWriter(new StringWriter()), false, 80),
            Audience.of(null));
    race.run(new Stopping(race));
    race.run(new Stopping(race));
    assertThat(race.outcomes()).hasSize(1);
    assertThat(race.outcomes().getFirst().total().steps()).isEqualTo(STEPS);
    assertThat(race.writeResults()).hasValue(directory.resolve("report.html"));
    assertThat(Files.readAllLines(directory.resolve("stopping.jsonl")))
        .filteredOn(line -> line.contains("\"type\":\"step\""))
        .hasSize(STEPS);
    assertThat(directory.resolve("race.svg")).exists();
    assertThat(directory.resolve("report.html")).content().contains("\"stopping\"");
    assertThat(Files.readAllLines(directory.resolve("outcomes.csv"))).hasSize(2);
  }

  /** Does nothing; after the warm-up it stops the race in its seventh step. */
  private final class Stopping implements Contestant {
    private final Race race;

    Stopping(Race race) {
      this.race = race;
    }

    @Override
    public String name() {
      return "stopping";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public MultiLayerNetwork network(Digits train) {
      return NetworkKind.DENSE.network(train, new NoOp(), 1);
    }

    @Override
    public void train(
        MultiLayerNetwork network, Digits train, Referee referee, RunListener listener) {
      while (!referee.isOver()) {
        referee.onStep(1);
        long step = referee.effort().steps();
        listener.onPlainStep(PlainStep.of(step, step, 1, 1.0, 0.1));
        if (warm && step == STEPS) {
          race.stop();
        }
      }
      warm = true;
    }
  }
}
