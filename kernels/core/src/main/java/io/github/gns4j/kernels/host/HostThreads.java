package io.github.gns4j.kernels.host;

/** The threads on which kernels of the host run. Thread-safe. */
public final class HostThreads {
  private HostThreads() {}

  /**
   * Lets the kernels run on the threads of OpenMP from now on, instead of some of their own: for
   * processes whose other work runs there, as ND4J's does on Linux. Results have the same bits.
   *
   * <p>Nothing changes if the process has not loaded GNU's OpenMP, if that takes another number of
   * threads than the kernels, if a variable sets the size of its stacks, or if the system property
   * {@code gns4j.openmp} is {@code false}. The adapters of ND4J call this.
   *
   * @return whether they run there now
   * @throws IllegalArgumentException if {@code gns4j.openmp} is neither {@code true} nor {@code
   *     false}
   */
  public static boolean shareOpenMp() {
    return Workers.shared().shareOpenMp();
  }
}
