package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Arguments;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A few daemon threads that help the calling thread with one job at a time. The caller takes part
 * and finishes alone what no helper has begun, so a small job never waits for a thread to wake up;
 * while the helpers are taken, other callers run their jobs alone. Thread-safe.
 */
final class Workers {
  private static final String THREADS_PROPERTY = "gns4j.threads";

  /** Turns of busy waiting before a thread parks: some ten microseconds. */
  private static final int SPINS = 2_000;

  private final Thread[] helpers;
  private final Job job;

  /** Whether a caller has the helpers. */
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Makes a pool in which {@code threads} threads work, the caller included. */
  Workers(int threads) {
    Arguments.atLeast("threads", threads, 1);
    helpers = new Thread[threads - 1];
    job = new Job(threads);
    for (int i = 0; i < helpers.length; i++) {
      int share = i + 1;
      helpers[i] =
          Thread.ofPlatform().daemon().name("gns4j-kernels-" + share).unstarted(() -> help(share));
    }
    for (Thread helper : helpers) {
      helper.start();
    }
  }

  /** Returns the pool of the process, made at first use. */
  static Workers shared() {
    return Shared.POOL;
  }

  /** Reads {@code gns4j.threads}; empty or unset means all processors. */
  static int configuredThreads() {
    String value = System.getProperty(THREADS_PROPERTY, "");
    if (value.isEmpty()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      return Arguments.atLeast(THREADS_PROPERTY, Integer.parseInt(value), 1);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          THREADS_PROPERTY + " is '" + value + "', allowed: a whole number of at least 1", e);
    }
  }

  int threads() {
    return helpers.length + 1;
  }

  /** What helpers do for a job that sleep when it comes. */
  enum Sleepers {
    /** They help: the job is worth what waking costs. */
    WAKE,
    /** They sleep on; those who are awake help. */
    LEAVE
  }

  /**
   * Calls {@code task} once for each of {@code 0 … count − 1}, in any order, on any of the threads;
   * returns when all calls have returned.
   */
  void run(int count, IntConsumer task, Sleepers sleepers) {
    if (helpers.length == 0 || count < 2 || !taken.compareAndSet(false, true)) {
      for (int i = 0; i < count; i++) {
        task.accept(i);
      }
      return;
    }
    job.open(count, task);
    if (sleepers == Sleepers.WAKE) {
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }
    job.work(0);
    job.await();
    Throwable failure = job.close();
    taken.set(false);
    rethrow(failure);
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void help(int share) {
    int idle = 0;
    while (true) {
      if (job.work(share)) {
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  private static final class Shared {
    static final Workers POOL = new Workers(configuredThreads());
  }

  /**
   * The run of a caller, one after the other. Every thread has a share of the tasks, always the same
   * of as many, and helps with those of others when it has done its own: so what a thread has
   * written is in the caches of the processor that reads it in the next pass. Tasks are claimed in
   * batches, and counted when done. Always the same object, so that a run leaves nothing on the
   * heap; a helper that is late for one run may therefore come upon the next, and then works for
   * that.
   */
  private static final class Job {
    /** Number of the next task of a share while none may be claimed. */
    private static final long CLOSED = Integer.MAX_VALUE;

    private static final long RUN = 1L << Integer.SIZE;

    /** Numbers from one share to the next: no two in a cache line, or in the pair fetched with it. */
    private static final int STRIDE = 16;

    private final int threads;

    /**
     * For each share, the number of the run above that of the next task in the lower half. What is
     * written by {@link #open} is read after it and before it is exchanged: an exchange succeeds
     * only in the run that was read.
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
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }
  }
}
