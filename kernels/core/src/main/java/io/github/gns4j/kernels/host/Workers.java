package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Arguments;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicReference<Job> current = new AtomicReference<>();

  /** Makes a pool in which {@code threads} threads work, the caller included. */
  Workers(int threads) {
    Arguments.atLeast("threads", threads, 1);
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] =
          Thread.ofPlatform().daemon().name("gns4j-kernels-" + (i + 1)).unstarted(this::help);
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
    Job job = new Job(count, threads(), task);
    if (helpers.length == 0 || count < 2 || !current.compareAndSet(null, job)) {
      job.work();
      job.rethrow();
      return;
    }
    if (sleepers == Sleepers.WAKE) {
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }
    job.work();
    current.set(null);
    job.await();
    job.rethrow();
  }

  private void help() {
    Job last = null;
    int idle = 0;
    while (true) {
      Job job = current.get();
      if (job != null && job != last) {
        job.work();
        last = job;
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        last = null;
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  private static final class Shared {
    static final Workers POOL = new Workers(configuredThreads());
  }

  /** One run: tasks are claimed in batches, and counted when done. */
  private static final class Job {
    private static final int BATCHES_PER_THREAD = 8;
    private static final int LARGEST_BATCH = 16;

    private final int count;
    private final int batch;
    private final IntConsumer task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int count, int threads, IntConsumer task) {
      this.count = count;
      this.task = task;
      batch = Math.clamp(count / (threads * BATCHES_PER_THREAD), 1, LARGEST_BATCH);
    }

    void work() {
      while (true) {
        int begin = claimed.get();
        if (begin >= count || !claimed.compareAndSet(begin, Math.min(begin + batch, count))) {
          if (begin >= count) {
            return;
          }
          continue;
        }
        runBatch(begin, Math.min(begin + batch, count));
      }
    }

    private void runBatch(int begin, int end) {
      try {
        for (int i = begin; i < end; i++) {
          task.accept(i);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
      if (done.addAndGet(end - begin) == count && !Thread.currentThread().equals(caller)) {
        LockSupport.unpark(caller);
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

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
