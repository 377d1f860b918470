package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The contract of all operations without a test framework: for kernels with a planted defect, for
 * JVMs under a sanitizer, and for machines with a GPU and nothing else.
 */
public final class ContractRun {
  private final Kernels kernels;
  private final List<KernelContract> contracts = new ArrayList<>();
  private final Map<String, List<KernelCase>> cases = new LinkedHashMap<>();

  /** Makes the contract of {@code kernels}; nothing runs yet. */
  public ContractRun(Kernels kernels) {
    this.kernels = kernels;
    add("memory", new Memory());
    add("squaredNorm", new SquaredNorm());
    add("dot", new Dot());
    add("accumulate", new Accumulate());
    add("average", new Average());
    add("perSampleMoments", new PerSampleMoments());
    add("outerNorms", new OuterNorms());
    add("convolutionNorms", new ConvolutionNorms());
    add("sgdStep", new SgdStep());
    add("adamStep", new AdamStep());
    add("lambStep", new LambStep());
  }

  private void add(String operation, KernelContract contract) {
    contracts.add(contract);
    cases.put(operation, contract.groups().values().stream().flatMap(List::stream).toList());
  }

  /** Returns the contracts, each of a class of its own that extends the one it is of. */
  List<KernelContract> contracts() {
    return Collections.unmodifiableList(contracts);
  }

  /** Returns the cases by operation, each list in a fixed order. */
  public Map<String, List<KernelCase>> cases() {
    return Collections.unmodifiableMap(cases);
  }

  /**
   * Runs the cases of an operation whose number, from 0, is {@code chosen}.
   *
   * @return what failed, in words
   */
  public List<String> failures(String operation, IntPredicate chosen) {
    List<String> failures = new ArrayList<>();
    List<KernelCase> all = cases.get(operation);
    for (int i = 0; i < all.size(); i++) {
      if (chosen.test(i)) {
        try {
          all.get(i).check(kernels);
        } catch (AssertionError | RuntimeException e) {
          failures.add(operation + ", case " + i + ": " + e.getMessage());
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

  private final class OuterNorms extends OuterNormsContract {
    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private final class ConvolutionNorms extends ConvolutionNormsContract {
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
