package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.host.Workers.Sleepers;
import java.lang.ref.Reference;
import java.util.function.IntConsumer;

/** Runs passes, alone or with helpers. Thread-safe for passes over different arrays. */
final class PassRunner {
  /** Elements of a pass from which on OpenMP's threads, or helpers that are awake, take part. */
  static final long PARALLEL_FROM = 1 << 16;

  /**
   * Elements of a pass from which on helpers of our own are woken. Between other work, as in a
   * network, waking costs the caller some 50 µs; a pass saves them from 80,000 elements (norms) to
   * 200,000 (Adam) on.
   */
  static final long WAKE_FROM = 1 << 17;

  private final Workers workers;
  private volatile Chunks lastUsed;

  PassRunner(Workers workers) {
    this.workers = workers;
  }

  /** Runs a pass that was told what to do, and ends it. */
  void run(ChunkPass pass, long elements) {
    try {
      runTasks(pass.chunks().count(), elements, pass);
    } finally {
      pass.end();
    }
  }

  /**
   * Runs the tasks of a pass.
   *
   * @param arrays what must stay reachable meanwhile, since the loops see addresses only
   */
  void run(int tasks, long elements, IntConsumer pass, Object... arrays) {
    try {
      runTasks(tasks, elements, pass);
    } finally {
      Reference.reachabilityFence(arrays);
    }
  }

  /**
   * Runs the tasks of a pass.
   *
   * @param elements how many elements the pass reads, which decides who helps
   */
  void runTasks(int tasks, long elements, IntConsumer pass) {
    if (elements >= PARALLEL_FROM) {
      workers.run(tasks, pass, elements >= WAKE_FROM ? Sleepers.WAKE : Sleepers.LEAVE);
      return;
    }
    for (int task = 0; task < tasks; task++) {
      pass.accept(task);
    }
  }

  /** Returns the chunks of a layout: those of {@code sums}, if there are any. */
  Chunks chunks(Segments segments, HostSums sums) {
    if (sums != null) {
      return sums.chunks();
    }
    Chunks last = lastUsed;
    if (last == null || !last.segments().equals(segments)) {
      last = new Chunks(segments);
      lastUsed = last;
    }
    return last;
  }

  /** Returns the chunks of {@code length} gradient entries in one segment. */
  Chunks chunksOf(long length) {
    Chunks last = lastUsed;
    boolean fits =
        last != null
            && last.segments().length() == length
            && last.segments().count() == 1
            && last.segments().get(0).isGradient();
    return fits ? last : chunks(Segments.single(length), null);
  }
}
