package io.github.gns4j.kernels.host;

/**
 * The passes that a thread runs, one of each kind, used again and again so that a call of a kernel
 * leaves nothing on the heap. A thread runs one pass at a time, since no loop calls a kernel; what
 * a pass was about it forgets when it ends.
 */
final class ThreadPasses {
  private static final ThreadLocal<ThreadPasses> OF_THREAD =
      ThreadLocal.withInitial(ThreadPasses::new);

  final NormPass norm = new NormPass();
  final DotPass dot = new DotPass();
  final AccumulatePass accumulate = new AccumulatePass();
  final SamplePass samples = new SamplePass();
  final AveragePass average = new AveragePass();
  final SgdPass sgd = new SgdPass();
  final AdamPass adam = new AdamPass();
  final LambPass lamb = new LambPass();

  private ThreadPasses() {}

  /** Returns those of this thread. */
  static ThreadPasses ofThread() {
    return OF_THREAD.get();
  }
}
