package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that saves after every micro-batch is killed ({@code SIGKILL}) at random moments, most
 * of them in the middle of writing, and started again, until it is done: the parameters have the
 * bits of a run that never stopped.
 */
class KilledTrainingTest {
  private static final int KILLS = 3;
  private static final long SEED = 20261126;
  private static final int LONGEST_LIFE_MILLIS = 150;
  private static final int TIMEOUT_SECONDS = 120;

  @Test
  void killedAndRestartedGivesTheSameBits(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("run.gns4j");
    Path result = directory.resolve("parameters");
    SplittableRandom random = new SplittableRandom(SEED);
    long steps = 0;
    int killed = 0;
    while (killed < KILLS && !Files.exists(result)) {
      killed += kill(start(file, result), file, random.nextInt(LONGEST_LIFE_MILLIS)) ? 1 : 0;
      NoiseAwareTrainer survivor = TrainingProcess.trainer(file);
      survivor.restore(file);
      assertThat(survivor.optimizer().steps()).isGreaterThanOrEqualTo(steps);
      steps = survivor.optimizer().steps();
    }
    assertThat(killed).isPositive();
    if (!Files.exists(result)) {
      Process last = start(file, result);
      assertThat(last.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).isZero();
    }
    assertThat(Files.readString(result)).isEqualTo(TrainingProcess.uninterrupted());
  }

  /** Kills the process some time after it has written its first checkpoint. */
  private static boolean kill(Process process, Path file, int millis)
      throws IOException, InterruptedException {
    FileTime before = modified(file);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (process.isAlive() && modified(file).equals(before) && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    Thread.sleep(millis);
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  private static FileTime modified(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  private static Process start(Path file, Path result) throws IOException {
    return ChildJvm.of(TrainingProcess.class, List.of(), file.toString(), result.toString())
        .redirectOutput(new File(file + ".log"))
        .start();
  }
}
