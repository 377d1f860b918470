package io.github.gns4j.benchmarks.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

class ContestTest {
  private static final Blackhole HOLE =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is"
              + " dangerous.");

  private final AdamTurns.Times times = new AdamTurns.Times();

  @Test
  void everyoneHasATurnInAnOrderThatChanges() {
    Contest contest = new Contest();
    List<String> calls = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      contest.enter(name, _ -> note(calls, name));
    }
    Set<List<String>> orders = new HashSet<>();
    for (int round = 0; round < 8; round++) {
      calls.clear();
      contest.round(times, HOLE);

      assertThat(calls).containsExactlyInAnyOrder("a", "b", "c");
      orders.add(List.copyOf(calls));
    }
    assertThat(orders).hasSizeGreaterThan(1);
  }

  /** Notes who has the turn, once a turn. */
  private static void note(List<String> calls, String name) {
    if (calls.isEmpty() || !calls.getLast().equals(name)) {
      calls.add(name);
    }
  }

  @Test
  void whoSitsOutHasNoTime() {
    Contest contest = new Contest().enter("out", () -> false, _ -> {}).enter("in", _ -> {});

    contest.round(times, HOLE);

    assertThat(contest.names()).containsExactly("out", "in");
    assertThat(times.mean("out")).isNaN();
    assertThat(times.mean("in")).isNotNaN();
  }

  @Test
  void callsThatAreLongerThanATurnAreTimedTwice() {
    Contest contest = new Contest();
    List<Long> calls = new ArrayList<>();
    contest.enter("slow", _ -> sleep(calls));

    contest.round(times, HOLE);

    assertThat(calls).hasSize(1 + Contest.LEAST_CALLS); // one of them the lead
    assertThat(times.mean("slow")).isGreaterThanOrEqualTo(Contest.TIMED_NANOS);
  }

  private static void sleep(List<Long> calls) {
    calls.add(System.nanoTime());
    while (System.nanoTime() - calls.getLast() <= Contest.TIMED_NANOS) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aNameTakesPartOnce() {
    Contest contest = new Contest().enter("a", _ -> {});

    assertThatThrownBy(() -> contest.enter("a", _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name is a");
  }

  @Test
  void meansAreOverTheCallsOfAnIteration() {
    times.add("a", 100, 10);
    times.add("a", 300, 10);
    assertThat(times.mean("a")).isEqualTo(20);
    assertThat(times.mean("b")).isNaN();

    times.clear();
    assertThat(times.mean("a")).isNaN();
  }
}
