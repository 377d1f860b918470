package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Arguments;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A few threads that help the calling thread with one job at a time: daemons of our own, or those
 * of OpenMP. The caller takes part and finishes alone what no helper has begun, so a small job
 * never waits for a thread of ours to wake up; while the helpers are taken, other callers run their
 * jobs alone. Thread-safe.
 */
final class Workers {
  /** Turns of busy waiting before a thread parks: some ten microseconds. */
  static final int SPINS = 2_000;

  private static final String THREADS_PROPERTY = "gns4j.threads";

  private final int threads;
  private final Job job;

  /** Our own helpers; null before the first job that they are there for. */
  private Thread[] helpers;

  /** Runs the job on OpenMP's threads; null for our own. */
  private volatile OpenMp openMp;

  /** Whether a caller has the helpers. */
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Makes a pool in which {@code threads} threads work, the caller included. */
  Workers(int threads) {
    this.threads = Arguments.atLeast("threads", threads, 1);
    job = new Job(threads);
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
    return threads;
  }

  /**
   * Takes OpenMP's threads for helpers from now on, if the process has them, as many as this pool.
   *
   * @return whether they are the helpers
   */
  synchronized boolean shareOpenMp() {
    if (openMp == null && threads > 1) {
      openMp = OpenMp.ofProcess(threads, job::work).orElse(null);
    }
    return openMp != null;
  }

  /** What helpers of ours do for a job that sleep when it comes. */
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
    if (threads == 1 || count < 2 || !taken.compareAndSet(false, true)) {
      for (int i = 0; i < count; i++) {
        task.accept(i);
      }
      return;
    }
    job.open(count, task);
    OpenMp team = openMp;
    if (team != null) {
      team.run();
      // Nothing is left, unless a thread of the team could not even begin.
      job.work(0);
    } else {
      runWithHelpers(sleepers);
    }
    Throwable failure = job.close();
    taken.set(false);
    rethrow(failure);
  }

  private void runWithHelpers(Sleepers sleepers) {
    if (sleepers == Sleepers.WAKE) {
      if (helpers == null) {
        startHelpers();
      }
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }
    job.work(0);
    job.await();
  }

  private void startHelpers() {
    Thread[] started = new Thread[threads - 1];
    for (int i = 0; i < started.length; i++) {
      int share = i + 1;
      started[i] =
          Thread.ofPlatform().daemon().name("gns4j-kernels-" + share).unstarted(() -> help(share));
      started[i].start();
    }
    helpers = started;
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
}
