/**
 * The contract tests that every backend must pass: one abstract JUnit class per operation of {@link
 * io.github.gns4j.kernels.Kernels}, to be extended with the kernels under test.
 *
 * <p>A {@link io.github.gns4j.testkit.contract.KernelCase} runs one operation on arrays between
 * guard zones and compares what it leaves with the oracle, whose error bounds are the tolerances.
 * Sizes, values and layouts are awkward on purpose, each with its reason.
 */
package io.github.gns4j.testkit.contract;
