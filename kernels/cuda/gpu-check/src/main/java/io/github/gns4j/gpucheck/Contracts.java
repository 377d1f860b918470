package io.github.gns4j.gpucheck;

import io.github.gns4j.testkit.contract.ContractRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of every operation on the device. */
final class Contracts {
  private Contracts() {}

  static Outcome check(ContractRun run, int stride) {
    Map<String, Object> byOperation = new LinkedHashMap<>();
    boolean passed = true;
    for (var entry : run.cases().entrySet()) {
      List<String> failures = run.failures(entry.getKey(), number -> number % stride == 0);
      int count = (entry.getValue().size() + stride - 1) / stride;
      Outcome outcome = Outcome.of("cases", count, "failures", failures);
      byOperation.put(entry.getKey(), outcome.details());
      passed &= outcome.passed();
    }
    return new Outcome(passed, byOperation);
  }
}
