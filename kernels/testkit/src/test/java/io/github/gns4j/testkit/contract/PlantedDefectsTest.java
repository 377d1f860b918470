package io.github.gns4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tolerances reject mistakes: each planted one is caught by the test it names, and the same
 * tests accept the oracle without it.
 */
class PlantedDefectsTest {
  private static final Kernels RIGHT = Kernels.of(new OracleBackend());

  private static final Map<String, KernelContract> CONTRACTS =
      new ContractRun(RIGHT)
          .contracts().stream()
              .collect(
                  Collectors.toMap(
                      contract -> contract.getClass().getSuperclass().getSimpleName(),
                      contract -> contract));

  private static Stream<Defect> defects() {
    return Stream.of(
            AdamDefects.all(), StepDefects.all(), ReductionDefects.all(), NormDefects.all())
        .flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsCaught() {
    return defects().map(defect -> DynamicTest.dynamicTest(defect.toString(), () -> check(defect)));
  }

  private static void check(Defect defect) {
    List<KernelCase> cases = cases(defect);
    assertThat(cases).as("cases of %s", defect).isNotEmpty();
    Kernels wrong = Kernels.of(defect.backend().get());
    assertThatThrownBy(() -> cases.forEach(c -> c.check(wrong))).isInstanceOf(AssertionError.class);
  }

  private static List<KernelCase> cases(Defect defect) {
    return CONTRACTS.get(defect.contract()).groups().entrySet().stream()
        .filter(group -> group.getKey().contains(defect.group()))
        .flatMap(group -> group.getValue().stream())
        .toList();
  }

  /** The groups that catch mistakes accept the oracle itself, so it is the mistake they see. */
  @Test
  void theOracleHasNone() {
    defects().flatMap(defect -> cases(defect).stream().limit(5)).forEach(c -> c.check(RIGHT));
  }
}
