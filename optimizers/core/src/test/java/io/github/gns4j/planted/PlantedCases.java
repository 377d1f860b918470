package io.github.gns4j.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Defects of one subject. Each is noticed by the test that stands beside it, which passes on the
 * code as it is.
 */
public abstract class PlantedCases {
  private final List<PlantedCase> cases;

  /** Takes the cases. */
  protected PlantedCases(List<PlantedCase> cases) {
    this.cases = List.copyOf(cases);
  }

  @TestFactory
  protected Stream<DynamicTest> theCodeAsItIsPasses() {
    return cases.stream()
        .map(PlantedCase::test)
        .distinct()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.toString(),
                    () ->
                        assertThatCode(() -> PlantedCase.mutants(test).checkUnchanged())
                            .doesNotThrowAnyException()));
  }

  @TestFactory
  protected Stream<DynamicTest> defects() {
    return cases.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.toString(),
                    () ->
                        assertThat(PlantedCase.mutants(each.test()).check(each.defect()))
                            .as(each.defect().name())
                            .get()
                            .isInstanceOf(AssertionError.class)));
  }
}
