package io.github.gns4j.examples.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Seconds of a step as a function of its batch: the lower quartile of what was measured at some
 * sizes, because other programs only ever add to it, and linear in between. Below the smallest size
 * and above the largest, the nearest line goes on. Immutable.
 */
final class StepCosts {
  /** What takes time. */
  enum Kind {
    /** A call of {@code fit} under DL4J's Adam. */
    DL4J,
    /** A step of the noise-aware trainer. */
    NOISE_AWARE,
    /** Forward and backward passes alone. */
    GRADIENT,
    /** The slopes along a step that a rate that finds itself is told by, whatever the batch. */
    SLOPES
  }

  /**
   * One measurement.
   *
   * @param median of the seconds
   * @param low lower quartile
   * @param high upper quartile
   * @param repeats how many there were
   */
  record Cost(Kind kind, int batch, double median, double low, double high, int repeats) {}

  private static final String HEADER = "kind,batch,median,low,high,repeats";

  private final List<Cost> measured;
  private final Map<Kind, NavigableMap<Integer, Double>> seconds = new EnumMap<>(Kind.class);

  /** Takes measurements, of two sizes at least for each kind. */
  StepCosts(List<Cost> measured) {
    this.measured = List.copyOf(measured);
    for (Cost cost : measured) {
      seconds.computeIfAbsent(cost.kind(), _ -> new TreeMap<>()).put(cost.batch(), cost.low());
    }
    for (Kind kind : Kind.values()) {
      int sizes = seconds.getOrDefault(kind, new TreeMap<>()).size();
      if (sizes < 2) {
        throw new IllegalArgumentException(
            "costs of " + kind + " have " + sizes + " batch sizes, allowed: at least 2");
      }
    }
  }

  /** Returns what was measured. */
  List<Cost> measured() {
    return measured;
  }

  /** Returns the seconds of a step of {@code batch} samples, at least 0. */
  double seconds(Kind kind, int batch) {
    NavigableMap<Integer, Double> known = seconds.get(kind);
    Integer low = known.floorKey(batch);
    Integer high = known.higherKey(batch);
    if (low == null) {
      low = known.firstKey();
      high = known.higherKey(low);
    } else if (high == null) {
      high = known.lastKey();
      low = known.lowerKey(high);
    }
    double slope = (known.get(high) - known.get(low)) / (high - low);
    return Math.max(0, known.get(low) + slope * (batch - low));
  }

  /** Writes the measurements as comma-separated values. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (Cost c : measured) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%d,%.4e,%.4e,%.4e,%d",
              c.kind(),
              c.batch(),
              c.median(),
              c.low(),
              c.high(),
              c.repeats()));
    }
    Files.write(file, lines);
  }

  /** Reads what {@link #write} wrote. */
  static StepCosts read(Path file) throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      try {
        costs.add(
            new Cost(
                Kind.valueOf(cells[0]),
                Integer.parseInt(cells[1]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                Integer.parseInt(cells[5])));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IOException(file + ": not a line of costs: " + line, e);
      }
    }
    return new StepCosts(costs);
  }
}
