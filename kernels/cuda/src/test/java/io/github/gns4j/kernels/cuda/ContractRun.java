package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.AccumulateContract;
import io.github.gns4j.testkit.contract.AdamStepContract;
import io.github.gns4j.testkit.contract.AverageContract;
import io.github.gns4j.testkit.contract.DotContract;
import io.github.gns4j.testkit.contract.KernelCase;
import io.github.gns4j.testkit.contract.KernelContract;
import io.github.gns4j.testkit.contract.LambStepContract;
import io.github.gns4j.testkit.contract.MemoryContract;
import io.github.gns4j.testkit.contract.PerSampleMomentsContract;
import io.github.gns4j.testkit.contract.SgdStepContract;
import io.github.gns4j.testkit.contract.SquaredNormContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The contract of all operations without a test framework: for kernels with a planted defect, for
 * JVMs under a sanitizer, and for machines with a GPU and nothing else.
 */
final class ContractRun {
  private final Kernels kernels;

  ContractRun(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Returns the contracts by operation. */
  Map<String, KernelContract> contracts() {
    Map<String, KernelContract> contracts = new LinkedHashMap<>();
    contracts.put("memory", new Memory());
    contracts.put("squaredNorm", new SquaredNorm());
    contracts.put("dot", new Dot());
    contracts.put("accumulate", new Accumulate());
    contracts.put("average", new Average());
    contracts.put("perSampleMoments", new PerSampleMoments());
    contracts.put("sgdStep", new SgdStep());
    contracts.put("adamStep", new AdamStep());
    contracts.put("lambStep", new LambStep());
    return contracts;
  }

  /**
   * Runs the cases of an operation whose number is {@code chosen}.
   *
   * @return what failed
   */
  List<String> failures(String operation, IntPredicate chosen) {
    List<String> failures = new ArrayList<>();
    int number = 0;
    for (List<KernelCase> group : contracts().get(operation).groups().values()) {
      for (KernelCase one : group) {
        if (chosen.test(number++)) {
          try {
            one.check(kernels);
          } catch (AssertionError | RuntimeException e) {
            failures.add(operation + ": " + one + ": " + e.getMessage());
          }
        }
      }
    }
    return failures;
  }

  private final class Memory extends MemoryContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class SquaredNorm extends SquaredNormContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class Dot extends DotContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class Accumulate extends AccumulateContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class Average extends AverageContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class PerSampleMoments extends PerSampleMomentsContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class SgdStep extends SgdStepContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class AdamStep extends AdamStepContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class LambStep extends LambStepContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }
}
