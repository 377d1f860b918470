package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Under DL4J kernels run on the threads of ND4J's OpenMP. */
class SharedThreadsTest {
  /** Three threads on any machine; ND4J's gradients have the same bits in both processes then. */
  private static final String THREADS = "3";

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "SKIPPED: ND4J uses GNU's OpenMP on Linux only")
  void theSameBitsOnThreadsOfOpenMpAndOnOurOwn() throws IOException, InterruptedException {
    List<String> shared = train("-Dgns4j.openmp=true");
    List<String> own = train("-Dgns4j.openmp=false");
    assertThat(shared).contains("shared: true", "ours: 0");
    assertThat(own).contains("shared: false", "ours: 2");
    assertThat(results(shared)).hasSize(2).isEqualTo(results(own));
  }

  @Test
  void aPropertyThatIsNeitherTrueNorFalse() throws IOException, InterruptedException {
    Process process = start("-Dgns4j.openmp=yes");
    assertThat(output(process))
        .contains(
            "java.lang.IllegalArgumentException: gns4j.openmp is 'yes', allowed: true and false");
    assertThat(process.waitFor()).isNotZero();
  }

  private static List<String> results(List<String> output) {
    return output.stream().filter(line -> line.matches("(adam|sgd): .*")).toList();
  }

  private static List<String> train(String flag) throws IOException, InterruptedException {
    Process process = start(flag);
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Process start(String flag) throws IOException {
    ProcessBuilder builder =
        ChildJvm.of(SharedThreadsProcess.class, List.of("-Dgns4j.threads=" + THREADS, flag));
    builder.environment().put("OMP_NUM_THREADS", THREADS);
    builder.environment().remove("OMP_STACKSIZE");
    return builder.start();
  }
}
