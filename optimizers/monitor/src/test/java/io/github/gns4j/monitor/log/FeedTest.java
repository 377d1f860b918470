package io.github.gns4j.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.monitor.SyntheticRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedTest {
  @Test
  void aSinkThatHangsNeitherBlocksNorLosesCount() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<LogEntry> taken = new ArrayList<>();
    Feed feed =
        new Feed(
            "hanging",
            10,
            1,
            entry -> {
              inside.countDown();
              await(release);
              taken.add(entry);
            });
    SyntheticRun run = new SyntheticRun(1000, 1);
    feed.onStep(run.next());
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue(); // the sink now hangs in that step
    run.take(100).forEach(feed::onStep); // returns: the queue takes 10
    assertThat(feed.dropped()).isEqualTo(90);
    release.countDown();
    feed.close();
    assertThat(taken.stream().filter(LogEntry.Step.class::isInstance)).hasSize(11);
    long told =
        taken.stream()
            .filter(LogEntry.Dropped.class::isInstance)
            .mapToLong(e -> ((LogEntry.Dropped) e).count())
            .sum();
    assertThat(told).isEqualTo(90);
    assertThat(taken.getLast()).isInstanceOf(LogEntry.RunEnd.class);
    assertThat(((LogEntry.RunEnd) taken.getLast()).dropped()).isEqualTo(90);
  }

  @Test
  void aSinkThatFailsIsClosedAndTrainingGoesOn() {
    List<String> calls = new ArrayList<>();
    Feed feed =
        new Feed(
            "failing",
            10_000,
            1,
            new EntrySink() {
              @Override
              public void accept(LogEntry entry) throws IOException {
                throw new IOException("no space left");
              }

              @Override
              public void close() {
                calls.add("close");
              }
            });
    new SyntheticRun(500, 1).take(500).forEach(feed::onStep);
    feed.close();
    feed.close();
    assertThat(feed.dropped()).isEqualTo(500);
    assertThat(calls).containsExactly("close");
    feed.onPlainStep(PlainStep.of(1, 1, 1, 0, 0));
    assertThat(feed.dropped()).isEqualTo(501);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
