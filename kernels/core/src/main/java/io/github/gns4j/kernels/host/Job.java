package io.github.gns4j.kernels.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The run of a caller, one after the other. Every thread has a share of the tasks, always the same
 * of as many, and helps with those of others when it has done its own: so what a thread has written
 * is in the caches of the processor that reads it in the next pass. Tasks are claimed in batches,
 * and counted when done. Always the same object, so that a run leaves nothing on the heap; a helper
 * that is late for one run may therefore come upon the next, and then works for that.
 */
final class Job {
  /** Number of the next task of a share while none may be claimed. */
  private static final long CLOSED = Integer.MAX_VALUE;

  private static final long RUN = 1L << Integer.SIZE;

  /** Numbers from one share to the next: no two in a cache line, or in the pair fetched with it. */
  private static final int STRIDE = 16;

  private final int threads;

  /**
   * For each share, the number of the run above that of the next task in the lower half. What is
   * written by {@link #open} is read after it and before it is exchanged: an exchange succeeds only
   * in the run that was read.
   */
  private final AtomicLongArray claimed;

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private int count;
  private IntConsumer task;
  private Thread caller;

  Job(int threads) {
    this.threads = threads;
    claimed = new AtomicLongArray((threads + 1) * STRIDE);
    for (int share = 0; share < threads; share++) {
      claimed.set(slot(share), CLOSED);
    }
  }

  private static int slot(int share) {
    return (share + 1) * STRIDE;
  }

  /** Begins a run; it must be closed. */
  void open(int tasks, IntConsumer what) {
    count = tasks;
    task = what;
    caller = Thread.currentThread();
    done.set(0);
    for (int share = threads - 1; share >= 0; share--) {
      long begin = (long) tasks * share / threads;
      claimed.set(slot(share), (claimed.get(slot(share)) & -RUN) + RUN + begin);
    }
  }

  /** Ends the run, which is done, and returns what a task has thrown, or null. */
  Throwable close() {
    for (int share = 0; share < threads; share++) {
      claimed.set(slot(share), (claimed.get(slot(share)) & -RUN) + CLOSED);
    }
    task = null;
    caller = null;
    return failure.getAndSet(null);
  }

  /**
   * Runs tasks until all are claimed, those of share {@code own} first, and returns whether there
   * were any.
   */
  boolean work(int own) {
    boolean worked = false;
    for (int i = 0; i < threads; i++) {
      worked |= workOn((own + i) % threads);
    }
    return worked;
  }

  private boolean workOn(int share) {
    boolean worked = false;
    while (true) {
      long claim = claimed.get(slot(share));
      int begin = (int) claim;
      int left = (int) ((long) count * (share + 1) / threads) - begin;
      if (left <= 0) {
        return worked;
      }
      // Half of what is left: large batches at first, since threads that read far from each other
      // get more from memory than side by side, and small ones at last, so that all end together.
      int end = begin + (left + 1) / 2;
      if (claimed.compareAndSet(slot(share), claim, claim + end - begin)) {
        runBatch(begin, end);
        worked = true;
      }
    }
  }

  private void runBatch(int begin, int end) {
    // Once the last batch is counted, these belong to the next run.
    int all = count;
    Thread waiting = caller;
    try {
      for (int i = begin; i < end; i++) {
        task.accept(i);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
    if (done.addAndGet(end - begin) == all && !Thread.currentThread().equals(waiting)) {
      LockSupport.unpark(waiting);
    }
  }

  void await() {
    for (int spins = 0; done.get() < count; spins++) {
      if (spins < Workers.SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }
}
