package io.github.gns4j.benchmarks.turns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.infra.Blackhole;

/** Bodies of benchmarks that take turns. Not for several threads. */
final class Contest {
  /**
   * Calls before the clock runs, at least one and for so long: threads of ND4J's OpenMP spin for up
   * to 8 ms after the operations of the turn before, ours for a fraction of one, and caches hold
   * what others used.
   */
  static final long LEAD_NANOS = 10_000_000;

  /** Calls under the clock, for at least so long. */
  static final long TIMED_NANOS = 30_000_000;

  /** Calls under the clock, at least. */
  static final int LEAST_CALLS = 2;

  /** The clock is read after about so long: a call may take no longer than reading it. */
  private static final double STRETCH_NANOS = 1_000_000;

  private final Map<String, Body> bodies = new LinkedHashMap<>();
  private final Map<String, BooleanSupplier> conditions = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  /** Forks differ: what was first, and what the compiler made of that, is not the same in all. */
  private final Random random = new Random();

  /** One call of what is measured. */
  interface Body {
    /** Calls it, and leaves its value, if it has one, in the hole. */
    void call(Blackhole hole);
  }

  /**
   * Adds a participant.
   *
   * @throws IllegalArgumentException if there is one of this name
   */
  Contest enter(String name, Body body) {
    if (bodies.putIfAbsent(name, body) != null) {
      throw new IllegalArgumentException(
          "name is " + name + ", allowed: none of those that take part already: " + names());
    }
    order.add(name);
    return this;
  }

  /** Adds a participant who sits out the rounds of the sizes at which it would take most of one. */
  Contest enter(String name, BooleanSupplier takesPart, Body body) {
    conditions.put(name, takesPart);
    return enter(name, body);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(bodies.keySet());
  }

  /** Gives every participant a turn, in an order that changes from round to round. */
  void round(TurnTimes times, Blackhole hole) {
    Collections.shuffle(order, random);
    for (String name : order) {
      if (conditions.getOrDefault(name, () -> true).getAsBoolean()) {
        turn(name, bodies.get(name), times, hole);
      }
    }
  }

  private static void turn(String name, Body body, TurnTimes times, Blackhole hole) {
    int stretch = lead(body, hole);
    long calls = 0;
    long begin = System.nanoTime();
    long elapsed;
    do {
      call(body, stretch, hole);
      calls += stretch;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < TIMED_NANOS || calls < LEAST_CALLS);
    times.add(name, elapsed, calls);
  }

  /** Makes the calls that do not count, and tells how many of them fill a stretch. */
  private static int lead(Body body, Blackhole hole) {
    int calls = 0;
    long begin = System.nanoTime();
    long elapsed;
    do {
      call(body, 1, hole);
      calls++;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < LEAD_NANOS);
    return Math.max(1, (int) (calls * STRETCH_NANOS / elapsed));
  }

  private static void call(Body body, int times, Blackhole hole) {
    for (int i = 0; i < times; i++) {
      body.call(hole);
    }
  }
}
