package io.github.gns4j.testkit.contract;

import io.github.gns4j.testkit.contract.StepCase.Variant;
import java.util.ArrayList;
import java.util.List;

/** Each operation once for each type on arrays that occupy several threads. */
final class LargeCases {
  private LargeCases() {}

  static List<KernelCase> all(int chunk) {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : List.of(Types.FLOAT, Types.FLOAT_FROM_BFLOAT16, Types.DOUBLE)) {
      Numbers numbers = Numbers.normal(types, Layout.severalChunks(chunk));
      cases.addAll(
          List.of(
              new StepCase(numbers, Variant.IN_PLACE, SgdStepContract.USUAL),
              new StepCase(numbers, Variant.IN_PLACE, AdamStepContract.USUAL),
              new StepCase(numbers, Variant.IN_PLACE, LambStepContract.USUAL),
              SquaredNormContract.of(numbers, MetricKind.GIVEN, 1.0 / 3),
              AccumulateContract.running(numbers, MetricKind.GIVEN, 1.0 / 3, 48),
              PerSampleMomentsContract.of(numbers, MetricKind.GIVEN, 1.0 / 3, 5),
              DotContract.of(numbers)));
    }
    return cases;
  }
}
