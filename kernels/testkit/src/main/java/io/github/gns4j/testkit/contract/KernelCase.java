package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import java.util.List;

/**
 * One operation with given arrays and settings, and what the oracle says about it. Its {@code
 * toString} is its name. Immutable: the data are made anew for each run, with a fixed seed.
 */
public abstract class KernelCase {
  /** For the cases of this package. */
  KernelCase() {}

  /** Places the arrays, runs the operation, and returns what compares the outcome. */
  abstract Comparison run(Execution execution);

  /** Compares what a run left behind with the oracle. */
  interface Comparison {
    void check();
  }

  /**
   * Runs the case and compares.
   *
   * @throws AssertionError if an element or sum is off by more than the oracle's bound, or memory
   *     outside of the arrays was touched
   */
  public final void check(Kernels kernels) {
    Execution execution = new Execution(kernels);
    try {
      Comparison comparison = run(execution);
      execution.checkGuards();
      comparison.check();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " — " + this + " on " + kernels, e);
    }
  }

  /** Runs the case and returns every bit that it leaves behind, for comparison by equality. */
  public final List<Object> bits(Kernels kernels) {
    Execution execution = new Execution(kernels);
    run(execution);
    return execution.bits();
  }

  /**
   * Runs the case and returns a digest of every number that it leaves behind, NaNs being equal: two
   * processors that compute alike have the same, whatever their NaNs look like.
   */
  public final String fingerprint(Kernels kernels) {
    Execution execution = new Execution(kernels);
    run(execution);
    return execution.fingerprint();
  }
}
