package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  private static final String BENCHMARKS = Code.below("jmh-benchmarks/src/main");

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
  void itIsMeasured(String operation) {
    Code.require("jmh-benchmarks", BENCHMARKS, "kernels(\\(\\))?\\." + operation + "\\(");
  }
}
