package io.github.gns4j.monitor.log;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events from the thread that trains to a sink on a daemon thread of its own.
 *
 * <p>The training thread pays for one stamp of the clock and one place in a bounded queue: it is
 * never blocked, wakes nobody (the other side looks by itself every {@value #PERIOD_MILLIS} ms) and
 * never sees an exception. Events that find the queue full are dropped and counted; once the sink
 * has failed, which is logged once, all are. Safe for several threads.
 */
public final class Feed implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  static final int DEFAULT_CAPACITY = 8192; // 80 s of a training of 100 steps a second
  private static final long PERIOD_MILLIS = 50; // seen as "at once" on a screen
  private static final int LINES_PER_FLUSH = 1024;

  private record Event(double time, Object what) {}

  private final long start = System.nanoTime();
  private final ArrayBlockingQueue<Event> queue;
  private final EntryMaker maker;
  private final EntrySink sink;
  private final LongAdder dropped = new LongAdder();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread worker;
  private long reported;
  private long steps;
  private boolean failed;

  /**
   * Starts a feed.
   *
   * @param name of its thread
   * @param capacity events the queue holds, at least 1
   * @param partsEvery steps between two that carry segments and groups, at least 1
   * @param sink takes the entries; closed with the feed
   */
  public Feed(String name, int capacity, int partsEvery, EntrySink sink) {
    queue = new ArrayBlockingQueue<>(Arguments.atLeast("capacity", capacity, 1));
    maker = new EntryMaker(partsEvery);
    this.sink = sink;
    worker = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  @Override
  public void onStep(StepReport report) {
    offer(report);
  }

  @Override
  public void onPlainStep(PlainStep step) {
    offer(step);
  }

  @Override
  public void onMetric(MetricReport metric) {
    offer(metric);
  }

  @Override
  public void onAudit(AuditReport audit) {
    offer(audit);
  }

  /** Returns the number of events lost so far. */
  public long dropped() {
    return dropped.sum();
  }

  private void offer(Object what) {
    Event event = new Event(seconds(), what);
    if (closing.get() || !queue.offer(event)) {
      dropped.increment();
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Delivers what is queued and closes the sink; waits for that at most ten seconds. */
  @Override
  public void onClose() {
    if (closing.compareAndSet(false, true)) {
      LockSupport.unpark(worker);
      try {
        if (!worker.join(Duration.ofSeconds(10))) {
          LOG.warn("{} has not finished within 10 s and is left behind", worker.getName());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    List<Event> batch = new ArrayList<>();
    boolean last = false;
    while (!last) {
      last = closing.get(); // read before draining: what was offered before the close is delivered
      while (queue.drainTo(batch, LINES_PER_FLUSH) > 0) {
        deliver(batch);
        batch.clear();
      }
      if (!last) {
        LockSupport.parkNanos(PERIOD_MILLIS * 1_000_000);
      }
    }
    finish();
  }

  private void deliver(List<Event> events) {
    guarded(
        events.size(),
        () -> {
          for (Event event : events) {
            for (LogEntry entry : maker.entries(event.time(), event.what())) {
              sink.accept(entry);
              steps += entry instanceof LogEntry.Step ? 1 : 0;
            }
          }
          reportDropped();
          sink.flush();
        });
  }

  private void reportDropped() throws IOException {
    long now = dropped.sum();
    if (now > reported) {
      sink.accept(new LogEntry.Dropped(seconds(), now - reported));
      reported = now;
    }
  }

  private void finish() {
    guarded(
        0,
        () -> {
          reportDropped();
          sink.accept(new LogEntry.RunEnd(seconds(), steps, dropped.sum()));
          sink.flush();
        });
    failed = false; // closing is tried in any case
    guarded(0, sink::close);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void guarded(int events, Work work) {
    if (failed) {
      dropped.add(events);
      return;
    }
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      failed = true;
      dropped.add(events);
      LOG.warn("{} stops: {}; training goes on", worker.getName(), e.toString());
    }
  }
}
