package io.github.gns4j.kernels.host;

import com.sun.management.ThreadMXBean;
import io.github.gns4j.kernels.host.Workers.Sleepers;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A process that runs tasks with three threads and tells which. */
final class OpenMpProcess {
  static final String MISSING = "no library";

  private static final int THREADS = 3;

  private OpenMpProcess() {}

  public static void main(String[] args) throws InterruptedException {
    if (Boolean.getBoolean("load") && !load()) {
      System.out.println(MISSING);
      return;
    }
    Workers workers = new Workers(THREADS);
    boolean shared = workers.shareOpenMp();
    System.out.println("shared: " + shared);
    System.out.println("threads of a run: " + threadsOfARun(workers));
    System.out.println("failure: " + failure(workers));
    System.out.println("calls by others: " + callsByOthers(workers));
    long ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("gns4j-kernels"))
            .count();
    System.out.println("threads of ours: " + ours);
    System.out.println("bytes a run: " + bytesOfARun(workers));
    System.out.println("end");
  }

  private static boolean load() {
    try {
      SymbolLookup.libraryLookup("libgomp.so.1", Arena.global());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Tasks that wait for each other need as many threads as there are of them. */
  private static int threadsOfARun(Workers workers) {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CyclicBarrier all = new CyclicBarrier(THREADS);
    workers.run(
        THREADS,
        _ -> {
          seen.add(Thread.currentThread());
          meet(all);
        },
        Sleepers.WAKE);
    return seen.size();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String failure(Workers workers) {
    try {
      workers.run(
          100,
          i -> {
            if (i == 57) {
              throw new IllegalStateException("task 57");
            }
          },
          Sleepers.WAKE);
      return "none";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  /** Callers at once, which end: OpenMP ends the threads of their teams. */
  private static int callsByOthers(Workers workers) throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    Thread[] callers = new Thread[4];
    for (int i = 0; i < callers.length; i++) {
      callers[i] =
          new Thread(() -> workers.run(1_000, _ -> calls.incrementAndGet(), Sleepers.WAKE));
      callers[i].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return calls.get();
  }

  private static long bytesOfARun(Workers workers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    IntConsumer nothing = _ -> {};
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        workers.run(10, nothing, Sleepers.WAKE);
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
    }
    return least;
  }
}
