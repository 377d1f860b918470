package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ChildJvm;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Kernels on the threads of OpenMP, in processes of their own, which load the library of the
 * machine as a native program would. {@code SharedThreadsTest} of the module for DL4J does with
 * that of ND4J.
 */
class OpenMpTest {
  private static final String LOAD = "-Dload=true";

  @Test
  void tasksRunOnItsThreads() throws IOException, InterruptedException {
    ChildJvm child = run(Map.of("OMP_NUM_THREADS", "3"), LOAD);
    assertThat(child.status()).as(child.output()).isZero();
    assertThat(child.output())
        .contains("shared: true")
        .contains("threads of a run: 3")
        .contains("threads of ours: 0")
        .contains("failure: task 57")
        .contains("calls by others: 4000")
        .contains("bytes a run: 0")
        .contains("end");
  }

  @Test
  void notIfItTakesAnotherNumberOfThreads() throws IOException, InterruptedException {
    assertNotShared(run(Map.of("OMP_NUM_THREADS", "2"), LOAD));
  }

  @Test
  void notIfItsStacksMayBeSmall() throws IOException, InterruptedException {
    assertNotShared(run(Map.of("OMP_NUM_THREADS", "3", "OMP_STACKSIZE", "64k"), LOAD));
  }

  @Test
  void notIfItIsSwitchedOff() throws IOException, InterruptedException {
    assertNotShared(run(Map.of("OMP_NUM_THREADS", "3"), LOAD, "-Dgns4j.openmp=false"));
  }

  @Test
  void notIfNobodyHasLoadedIt() throws IOException, InterruptedException {
    ChildJvm child = run(Map.of("OMP_NUM_THREADS", "3"), "-Dload=false");
    assertThat(child.status()).as(child.output()).isZero();
    assertThat(child.output()).contains("shared: false").contains("end");
  }

  @Test
  void aPropertyThatIsNeitherTrueNorFalse() throws IOException, InterruptedException {
    ChildJvm child = run(Map.of(), "-Dload=false", "-Dgns4j.openmp=yes");
    assertThat(child.output()).contains("gns4j.openmp is 'yes', allowed: true and false");
  }

  private static void assertNotShared(ChildJvm child) {
    assertThat(child.status()).as(child.output()).isZero();
    assertThat(child.output())
        .contains("shared: false")
        .contains("threads of ours: 2")
        .contains("failure: task 57")
        .contains("end");
  }

  private static ChildJvm run(Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    ChildJvm child = ChildJvm.run(OpenMpProcess.class, environment, flags);
    Assumptions.assumeFalse(
        child.output().contains(OpenMpProcess.MISSING),
        "SKIPPED: this machine has no libgomp.so.1, so nothing ran on OpenMP's threads");
    return child;
  }
}
