package io.github.gns4j.benchmarks.training;

import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Nanoseconds a step of each way in one iteration: the mean under the way's name, the median, and
 * the median of what is spent in the updater. JMH reads what is public and has these names.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class StepTimes {
  private final Map<Way, Times> times = new EnumMap<>(Way.class);
  private final Map<Way, Times> updaters = new EnumMap<>(Way.class);

  /** Forgets the iteration before. */
  @Setup(Level.Iteration)
  public void clear() {
    for (Way way : Way.values()) {
      times.put(way, new Times());
      updaters.put(way, new Times());
    }
  }

  /** Takes the nanoseconds of a step, and those of them that went to the updater. */
  void add(Way way, long step, long updater) {
    times.get(way).add(step);
    updaters.get(way).add(updater);
  }

  /** Mean of DL4J's Adam. */
  public double dl4j() {
    return times.get(Way.DL4J).mean();
  }

  /** Median of DL4J's Adam. */
  public double dl4jMedian() {
    return times.get(Way.DL4J).median();
  }

  /** Mean of the updater of one line. */
  public double oneLine() {
    return times.get(Way.ONE_LINE).mean();
  }

  /** Median of the updater of one line. */
  public double oneLineMedian() {
    return times.get(Way.ONE_LINE).median();
  }

  /** Mean of the updater of one line, with taps. */
  public double oneLineTapped() {
    return times.get(Way.ONE_LINE_TAPPED).mean();
  }

  /** Median of the updater of one line, with taps. */
  public double oneLineTappedMedian() {
    return times.get(Way.ONE_LINE_TAPPED).median();
  }

  /** Mean of the trainer. */
  public double trainer() {
    return times.get(Way.TRAINER).mean();
  }

  /** Median of the trainer. */
  public double trainerMedian() {
    return times.get(Way.TRAINER).median();
  }

  /** Mean of the trainer, with taps. */
  public double trainerTapped() {
    return times.get(Way.TRAINER_TAPPED).mean();
  }

  /** Median of the trainer, with taps. */
  public double trainerTappedMedian() {
    return times.get(Way.TRAINER_TAPPED).median();
  }

  /** Median of DL4J's Adam, in the updater. */
  public double dl4jUpdater() {
    return updaters.get(Way.DL4J).median();
  }

  /** Median of the updater of one line, in the updater. */
  public double oneLineUpdater() {
    return updaters.get(Way.ONE_LINE).median();
  }

  /** Median of the updater of one line, with taps, in the updater. */
  public double oneLineTappedUpdater() {
    return updaters.get(Way.ONE_LINE_TAPPED).median();
  }
}
