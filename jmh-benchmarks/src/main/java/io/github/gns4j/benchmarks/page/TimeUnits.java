package io.github.gns4j.benchmarks.page;

import java.util.List;

/** Times in the unit in which they are read best. */
enum TimeUnits {
  NANOSECONDS("ns", 1),
  MICROSECONDS("µs", 1e3),
  MILLISECONDS("ms", 1e6);

  private final String symbol;
  private final double nanoseconds;

  TimeUnits(String symbol, double nanoseconds) {
    this.symbol = symbol;
    this.nanoseconds = nanoseconds;
  }

  /** Returns a time in nanoseconds with its unit. */
  static String show(Score time) {
    TimeUnits unit = of(time);
    return time.per(unit.nanoseconds).show() + " " + unit.symbol;
  }

  /** Returns the least and the greatest of times in nanoseconds, in the unit of the first. */
  static String range(List<Score> times) {
    TimeUnits unit = of(times.getFirst());
    return Score.range(times.stream().map(time -> time.per(unit.nanoseconds)).toList())
        + " "
        + unit.symbol;
  }

  /** Returns how many nanoseconds a unit of JMH's has: {@code "us/op"}. */
  static double nanoseconds(String jmhUnit) {
    return switch (jmhUnit) {
      case "ns/op" -> NANOSECONDS.nanoseconds;
      case "us/op" -> MICROSECONDS.nanoseconds;
      case "ms/op" -> MILLISECONDS.nanoseconds;
      default ->
          throw new IllegalArgumentException(
              "unit is " + jmhUnit + ", allowed: ns/op, us/op, ms/op");
    };
  }

  private static TimeUnits of(Score time) {
    TimeUnits best = NANOSECONDS;
    for (TimeUnits unit : values()) {
      best = time.value() >= unit.nanoseconds ? unit : best;
    }
    return best;
  }
}
