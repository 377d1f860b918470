package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.NativeBuild.Outcome;
import io.github.gns4j.testkit.contract.ContractRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Launches of every operation, recorded on the emulated driver and replayed under ThreadSanitizer
 * with a thread of its own for every thread of a block: barriers are all that orders the threads of
 * a block, and nothing orders neighbouring blocks of a grid.
 */
class RaceTest {
  @TempDir private static Path directory;

  private static Path launches;

  @BeforeAll
  static void recordEverything() {
    NativeBuild.requireSanitizer("thread");
    launches = directory.resolve("launches");
    Emulator emulator = Emulator.get();
    try (Kernels kernels = Kernels.of(emulator.open())) {
      emulator.record(launches, () -> new Workload(kernels).run());
    }
  }

  private static Outcome replay(Path sources, String root, Path recorded) {
    Path program = NativeBuild.replay(sources, root);
    ProcessBuilder builder =
        new ProcessBuilder(
            NativeBuild.fixedAddresses(List.of(program.toString(), recorded.toString())));
    builder.environment().put("TSAN_OPTIONS", "exitcode=66");
    return NativeBuild.run(builder);
  }

  @Test
  void noKernelHasARace() {
    Outcome outcome = replay(NativeBuild.KERNELS, "gns4j.cu", launches);
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines())
        .contains(
            "squared_norm_f32_f32",
            "dot_f32",
            "accumulate_f32_f32",
            "average_f32",
            "per_sample_f32_f32",
            "outer_dense_f32",
            "outer_thin_f32",
            "outer_gram16_f32",
            "outer_direct32_f32",
            "convolution_gram16_f32",
            "convolution_direct16_f32",
            "sgd_f32_f32",
            "adam_f32_f32",
            "lamb_first_f32_f32",
            "lamb_second_f32_f32",
            "trust_ratios",
            "evaluate_gate",
            "finish_sums",
            "finish_samples",
            "row_norms");
  }

  /** All cases in all types; a quarter of an hour: {@code -Dgns4j.cuda.sweep=true}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "squaredNorm",
        "dot",
        "accumulate",
        "average",
        "perSampleMoments",
        "outerNorms",
        "convolutionNorms",
        "sgdStep",
        "adamStep",
        "lambStep"
      })
  @EnabledIfSystemProperty(named = "gns4j.cuda.sweep", matches = "true")
  void noCaseOfAContractHasARace(String operation) {
    Path recorded = directory.resolve(operation);
    Emulator emulator = Emulator.get();
    try (Kernels kernels = Kernels.of(emulator.open())) {
      ContractRun run = new ContractRun(kernels);
      emulator.record(
          recorded, () -> assertThat(run.failures(operation, number -> true)).isEmpty());
    }
    Outcome outcome = replay(NativeBuild.KERNELS, "gns4j.cu", recorded);
    System.out.println(operation + ": " + outcome.output().lines().count() + " launches");
    assertThat(outcome.status()).as(outcome.output()).isZero();
  }

  private static void assertRace(DefectiveSources sources, String root, String file) {
    Outcome outcome = replay(sources.directory(), root, launches);
    assertThat(outcome.output()).contains("WARNING: ThreadSanitizer: data race", file);
    assertThat(outcome.status()).isEqualTo(66);
  }

  @Test
  void aMissingBarrierIsARace() {
    assertRace(DefectiveSources.missingBarrier(), "squared_norm.cu", "reduce.cuh");
  }

  @Test
  void blocksThatWriteOnePlaceAreARace() {
    assertRace(DefectiveSources.blockRace(), "squared_norm.cu", "reduce.cuh");
  }

  @Test
  void aTileThatIsLoadedTooEarlyIsARace() {
    assertRace(DefectiveSources.earlyTile(), "convolution_norms.cu", "tiles.cuh");
  }
}
