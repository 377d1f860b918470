package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.KernelBackend;
import java.util.function.Supplier;

/**
 * A mistake in a backend, and who notices it.
 *
 * @param mistake in words
 * @param contract simple name of the contract whose tests must fail
 * @param group part of the names of the groups of cases of which one must fail
 * @param backend makes the wrong backend
 */
record Defect(String mistake, String contract, String group, Supplier<KernelBackend> backend) {
  @Override
  public String toString() {
    return mistake + ": caught by " + contract + " (" + group + ")";
  }
}
