/**
 * The oracle: every operation of {@link io.github.gns4j.kernels.Kernels} written in the obvious way
 * in double, one class per operation, independent of the kernels' code, for tests only.
 *
 * <p>Beside each number the oracle carries a bound on the rounding error that a correct kernel may
 * make in it (running error analysis: Wilkinson 1963; Higham 2002, Accuracy and Stability of
 * Numerical Algorithms, §3.3). So every tolerance of the contract tests is a formula of the unit
 * roundoff, the number of terms and their magnitudes, and none is chosen by hand.
 */
package io.github.gns4j.testkit.oracle;
