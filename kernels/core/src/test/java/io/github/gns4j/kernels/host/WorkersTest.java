package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.host.Workers.Sleepers;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyTaskRunsOnce(int threads) {
    Workers workers = new Workers(threads);
    for (int count : new int[] {0, 1, 2, 5, 100, 1_000}) {
      for (int round = 0; round < 20; round++) {
        AtomicIntegerArray calls = new AtomicIntegerArray(count);
        workers.run(count, calls::incrementAndGet, Sleepers.WAKE);
        for (int i = 0; i < count; i++) {
          assertThat(calls.get(i)).isEqualTo(1);
        }
      }
    }
  }

  /** Each of two tasks waits for the other, so that one thread alone would never end. */
  @Test
  void helpersThatFellAsleepWakeUp() throws InterruptedException {
    Workers workers = new Workers(2);
    for (int round = 0; round < 5; round++) {
      CyclicBarrier both = new CyclicBarrier(2);
      workers.run(2, _ -> meet(both), Sleepers.WAKE);
      Thread.sleep(2L * round);
    }
  }

  @Test
  void sleepersThatAreLeftDoNotTakePart() throws InterruptedException {
    Workers workers = new Workers(2);
    Thread.sleep(200); // a helper falls asleep after microseconds
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    workers.run(1_000, _ -> seen.add(Thread.currentThread()), Sleepers.LEAVE);
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void severalCallersAtOnce() throws InterruptedException {
    Workers workers = new Workers(3);
    AtomicIntegerArray calls = new AtomicIntegerArray(1_000);
    Thread[] callers = new Thread[4];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = new Thread(() -> workers.run(1_000, calls::incrementAndGet, Sleepers.WAKE));
      callers[i].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(calls.get(i)).isEqualTo(callers.length);
    }
  }

  /** The pool has one job for all runs: who is late for a run must not claim in the next by it. */
  @Test
  void helpersThatAreLateForARunDoNoHarmToTheNext() {
    Workers workers = new Workers(4);
    int[] counts = {3, 200, 2, 50};
    AtomicIntegerArray calls = new AtomicIntegerArray(200);
    int[] expected = new int[200];
    for (int round = 0; round < 20_000; round++) {
      int count = counts[round % counts.length];
      workers.run(count, calls::incrementAndGet, Sleepers.LEAVE);
      for (int i = 0; i < count; i++) {
        expected[i]++;
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(calls.get(i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void anExceptionReachesTheCallerAndThePoolGoesOn() {
    Workers workers = new Workers(2);
    assertThatThrownBy(
            () ->
                workers.run(
                    100,
                    i -> {
                      if (i == 57) {
                        throw new IllegalStateException("task 57");
                      }
                    },
                    Sleepers.WAKE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 57");
    AtomicIntegerArray calls = new AtomicIntegerArray(10);
    workers.run(10, calls::incrementAndGet, Sleepers.WAKE);
    assertThat(calls.get(9)).isEqualTo(1);
  }
}
