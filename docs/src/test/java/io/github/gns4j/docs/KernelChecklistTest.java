package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CONTRIBUTING.md, "How to add a kernel", for every operation that a backend has. That the oracle
 * and each backend have it is up to the compiler.
 */
class KernelChecklistTest {
  private static final String CONTRACTS =
      "kernels/testkit/src/main/java/io/github/gns4j/testkit/contract";
  private static final String CHECKS = Code.below("kernels/core/src/test");
  private static final String CONTRACT_RUN = Code.of(CONTRACTS + "/ContractRun.java");
  private static final String DEFECTS = Code.below("kernels/testkit/src/test");
  private static final String COMPILED =
      Code.of("kernels/core/src/test/java/io/github/gns4j/kernels/host/LoopsApartTest.java");
  private static final String MEASURED = "jmh-benchmarks/src/main/java/io/github/gns4j/benchmarks/";
  private static final String COMPARISONS = Code.of(MEASURED + "page/Comparison.java");
  private static final String SETTINGS =
      Code.of(MEASURED + "turns/StepTurns.java") + Code.of(MEASURED + "turns/OwnPassTurns.java");

  static List<String> operations() {
    List<String> all =
        Code.names(
            "^  void (\\w+)\\(",
            Code.of("kernels/core/src/main/java/io/github/gns4j/kernels/KernelBackend.java"));
    assertThat(all).hasSizeGreaterThan(9).contains("accumulate");
    return all.stream().filter(KernelChecklistTest::computes).toList();
  }

  /** A copy has no tolerance and no sums: its place is in the contract of the memory. */
  private static boolean computes(String operation) {
    return !operation.equals("copy");
  }

  private static String contract(String operation) {
    return Character.toUpperCase(operation.charAt(0)) + operation.substring(1) + "Contract";
  }

  @ParameterizedTest
  @MethodSource("operations")
  void wrongArgumentsAreNamed(String operation) {
    String refused = "(refuses|ThrownBy)\\(\\s*\\(\\) ->\\s*\\w+\\." + operation + "\\(";
    Code.require("the tests of kernels/core", CHECKS, refused);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyBackendMustPassItsContract(String operation) {
    Code.require("ContractRun", CONTRACT_RUN, "add\\(\"" + operation + "\"");
    Code.require("ContractRun", CONTRACT_RUN, "extends " + contract(operation));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theContractCatchesAPlantedDefect(String operation) {
    Code.require("the tests of kernels/testkit", DEFECTS, "\"" + contract(operation) + "\",");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theCompilerIsAskedWhetherItsLoopsFit(String operation) {
    Code.require("LoopsApartTest", COMPILED, "kernels\\." + operation + "\\(");
  }

  /** The names of the benchmarks that run an operation, as pages have them. */
  private static String benchmarks(String operation) {
    String call = "kernels(\\(\\))?\\." + operation + "\\(";
    String inMethod =
        "^  public void (\\w+)\\([^)]*\\) \\{(?:(?!^  \\})[\\s\\S])*?\\b\\w+\\." + call;
    List<String> names = new ArrayList<>();
    for (String file : Code.files(MEASURED, "Benchmark.java")) {
      for (String name : Code.names("^public class (\\w+)Benchmark ", file)) {
        if (Pattern.compile(call).matcher(file).find()) {
          List<String> methods = Code.names(inMethod, file);
          // A layer may do it for all methods of its benchmark.
          if (methods.isEmpty()) {
            methods = Code.names("@Benchmark\\s+public void (\\w+)\\(", file);
          }
          methods.forEach(method -> names.add(name + "\\." + method));
        }
      }
    }
    assertThat(names).as("benchmarks of " + operation).isNotEmpty();
    return "(" + String.join("|", names) + ")";
  }

  @ParameterizedTest
  @MethodSource("operations")
  void itIsMeasuredBesideItsTraffic(String operation) {
    String limit = "_LIMIT\\.of\\([^;)]*Traffic\",\\s*\"" + benchmarks(operation) + "\"\\)";
    Code.require("Comparison", COMPARISONS, limit.replace("Traffic", "[tT]raffic"));
  }

  /** By the names of benchmarks in rounds: {@code adamInPlace} for {@code Adam.inPlace}. */
  @ParameterizedTest
  @MethodSource("operations")
  void itIsMeasuredForAllTypes(String operation) {
    String names = benchmarks(operation).replace("\\.", "");
    Code.require("the turns of TypesBenchmark", SETTINGS, "(?i)enter\\(\"" + names + "\"");
  }
}
