package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CONTRIBUTING.md, "How to add an optimizer", for every rule of steps. */
class OptimizerChecklistTest {
  private static final String CORE = "optimizers/core/src/test/java/io/github/gns4j/";
  private static final String RUNS = Code.of(CORE + "OptimizerRuns.java");
  private static final String CONVERGENCE = Code.of(CORE + "ConvergenceProperties.java");
  private static final String GOLDEN =
      Code.below("kernels/testkit/src/main/java/io/github/gns4j/testkit/golden");
  private static final String NOISE_AWARE =
      Code.of("optimizers/core/src/main/java/io/github/gns4j/NoiseAware.java");
  private static final String UPDATERS = Code.below("optimizers/dl4j/src/main");
  private static final String SWAPS =
      Code.of("optimizers/dl4j/src/test/java/io/github/gns4j/dl4j/Swaps.java");

  static List<String> optimizers() {
    List<String> all =
        Code.names(
            "final class (\\w+)Rule (?:extends AdaptiveRule|implements StepRule)",
            Code.below("optimizers/core/src/main/java/io/github/gns4j/step"));
    assertThat(all).contains("Adam", "Lamb", "Sgd");
    return all;
  }

  private static String call(String optimizer) {
    return optimizer.toLowerCase(Locale.ROOT) + "\\(\\)";
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void usersFindItsBuilder(String optimizer) {
    Code.require("NoiseAware", NOISE_AWARE, "static " + optimizer + "Builder " + call(optimizer));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void referenceTrajectoriesAreReplayed(String optimizer) {
    String step = "kernels\\." + optimizer.toLowerCase(Locale.ROOT) + "Step\\(";
    Code.require("the golden replay of kernels/testkit", GOLDEN, step);
  }

  /** Saved and restored, skipped steps, reports. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void testsOfWholeOptimizersRunIt(String optimizer) {
    Code.require("OptimizerRuns", RUNS, "NoiseAware\\." + call(optimizer));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void itSettlesAtTheAnalyticRisk(String optimizer) {
    Code.require("ConvergenceProperties", CONVERGENCE, "NoiseAware\\." + call(optimizer));
  }

  /** In the list whose updaters are trained, saved, cloned and written as JSON. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void dl4jHasAnUpdater(String optimizer) {
    Code.require("optimizers/dl4j", UPDATERS, "class NoiseAware" + optimizer + " ");
    Code.require("Swaps", SWAPS, "NoiseAware" + optimizer + "\\.builder\\(\\)");
  }
}
