package io.github.gns4j.benchmarks.training;

import io.github.gns4j.benchmarks.StepBenchmark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One step of Adam in each {@linkplain Way way} by turns, each with a network of its own in one
 * process: DL4J's operations stall for time slices at the mercy of the scheduler, so ways that are
 * measured one after the other meet different machines. What JMH times is the round of all; the
 * times of the ways are its secondary results.
 */
public class TrainingBenchmark extends StepBenchmark {
  /** A turn takes at least so long: several small steps, so that most find their caches warm. */
  private static final long TURN_NANOS = 50_000_000;

  /** The networks and their batch. */
  @State(Scope.Benchmark)
  public static class Contest {
    /** The network. */
    @Param({"MLP", "LENET"})
    public MeasuredNetwork network;

    /** Samples. */
    @Param({"32", "256"})
    public int batch;

    private final Map<Way, Runnable> steps = new EnumMap<>(Way.class);
    private final Map<Way, UpdaterClock> clocks = new EnumMap<>(Way.class);
    private final List<Way> order = new ArrayList<>(List.of(Way.values()));
    private final Random random = new Random(1);

    /** Makes the networks. */
    @Setup(Level.Trial)
    public void make() {
      DataSet data = SameBatch.random(batch);
      for (Way way : Way.values()) {
        UpdaterClock clock = new UpdaterClock();
        clocks.put(way, clock);
        steps.put(way, way.on(network, data, clock));
      }
    }
  }

  /** A turn of each, in an order that changes: a step leaves its threads waiting for the next. */
  @Benchmark
  public void round(Contest contest, StepTimes times) {
    Collections.shuffle(contest.order, contest.random);
    for (Way way : contest.order) {
      turn(way, contest, times);
    }
  }

  private static void turn(Way way, Contest contest, StepTimes times) {
    Runnable step = contest.steps.get(way);
    UpdaterClock clock = contest.clocks.get(way);
    long begin = System.nanoTime();
    long before = begin;
    do {
      step.run();
      long after = System.nanoTime();
      times.add(way, after - before, clock.take());
      before = after;
    } while (before - begin < TURN_NANOS);
  }
}
