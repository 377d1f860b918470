package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.ContractRun;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Defects planted in the kernels, each caught by the contract of an operation on the emulated
 * driver, {@code CudaContractTest}; what contracts cannot see is caught by {@link RaceTest} and
 * {@link SanitizerTest}.
 */
class PlantedDefectTest {
  /** Every so many cases: enough to catch, and cheap. Odd, as some cases come in pairs. */
  private static final int STRIDE = 13;

  private Emulator emulator;
  private int defective = -1;

  @BeforeEach
  void start() {
    emulator = Emulator.get();
  }

  /** Without a compiler there is no emulator, and the test was skipped. */
  @AfterEach
  void forget() {
    if (emulator == null) {
      return;
    }
    emulator.takeError();
    if (defective >= 0) {
      emulator.enable(defective, false);
    }
  }

  private void plant(DefectiveSources sources, String root) {
    defective = emulator.load(emulator.kernels(sources.directory(), root));
    emulator.enable(defective, true);
  }

  private List<String> failures(String operation) {
    try (Kernels kernels = Kernels.of(emulator.open())) {
      emulator.order(Emulator.Order.IN_TURNS);
      List<String> failures =
          new ContractRun(kernels).failures(operation, number -> number % STRIDE == 0);
      emulator.takeError(); // so that the backend can be closed
      return failures;
    }
  }

  @Test
  void theSourcesAsTheyAreHaveNone() {
    for (String operation :
        List.of("squaredNorm", "accumulate", "average", "convolutionNorms", "memory")) {
      assertThat(failures(operation)).isEmpty();
    }
  }

  @Test
  void aMissingBarrierIsCaughtBySquaredNorm() {
    plant(DefectiveSources.missingBarrier(), "squared_norm.cu");
    assertThat(failures("squaredNorm")).isNotEmpty().anyMatch(f -> f.contains("NaN"));
  }

  @Test
  void aRaceOfBlocksIsCaughtBySquaredNorm() {
    plant(DefectiveSources.blockRace(), "squared_norm.cu");
    assertThat(failures("squaredNorm")).isNotEmpty();
  }

  @Test
  void aWrongTailIsCaughtByAccumulate() {
    plant(DefectiveSources.tail(), "accumulate.cu");
    assertThat(failures("accumulate"))
        .isNotEmpty()
        .anyMatch(f -> f.contains("is outside of the array and changed"));
  }

  @Test
  void aTileWithoutBarrierIsCaughtByConvolutionNorms() {
    plant(DefectiveSources.missingTileBarrier(), "convolution_norms.cu");
    assertThat(failures("convolutionNorms")).isNotEmpty().anyMatch(f -> f.contains("NaN"));
  }

  @Test
  void aTileThatIsLoadedTooEarlyIsCaughtByConvolutionNorms() {
    plant(DefectiveSources.earlyTile(), "convolution_norms.cu");
    assertThat(failures("convolutionNorms")).isNotEmpty();
  }

  @Test
  void aMissingBarrierOfAWarpIsCaughtByPerSampleMoments() {
    plant(DefectiveSources.missingWarpBarrier(), "per_sample.cu");
    assertThat(failures("perSampleMoments")).isNotEmpty().anyMatch(f -> f.contains("NaN"));
  }

  @Test
  void aTailOfFiltersIsCaughtByConvolutionNorms() {
    plant(DefectiveSources.filterTail(), "convolution_norms.cu");
    assertThat(failures("convolutionNorms")).isNotEmpty();
  }

  @Test
  void aBorderThatIsNotZeroIsCaughtByConvolutionNorms() {
    plant(DefectiveSources.border(), "convolution_norms.cu");
    assertThat(failures("convolutionNorms")).isNotEmpty();
  }

  @Test
  void aMisalignedVectorAccessIsCaughtByAverage() {
    plant(DefectiveSources.misaligned(), "accumulate.cu");
    assertThat(failures("average")).isNotEmpty();
  }

  /** The emulator says what it was, not only that a number is wrong. */
  @Test
  void aMisalignedVectorAccessIsNamed() {
    plant(DefectiveSources.misaligned(), "accumulate.cu");
    Kernels kernels = Kernels.of(emulator.open());
    new ContractRun(kernels).failures("average", number -> true);
    assertThat(emulator.takeError()).startsWith("average_").endsWith("misaligned vector access");
    kernels.close();
  }

  /** Work is deferred until somebody waits; here nobody does. */
  @Test
  void aMissingSynchroniseIsCaughtByMemory() {
    try (Kernels kernels = Kernels.of(emulator.open())) {
      emulator.deaf(true);
      assertThat(new ContractRun(kernels).failures("memory", number -> true)).isNotEmpty();
      emulator.deaf(false);
    }
  }
}
