package io.github.gns4j.examples.quadratics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What the files of a study say; charts and page are made of these.
 *
 * @param times rows of the time study
 * @param curves points of steps against batch
 * @param estimates one row a curve
 * @param sequences what no batch rule undercuts at a base rate
 */
record StudyResults(
    List<TimeRow> times,
    List<CurveRow> curves,
    List<EstimateRow> estimates,
    List<SequenceRow> sequences) {
  /** Reads the CSV files of a directory. */
  static StudyResults read(Path directory) throws IOException {
    return new StudyResults(
        rows(directory.resolve("quadratics-time.csv"), TimeRow.class),
        rows(directory.resolve("quadratics-curves.csv"), CurveRow.class),
        rows(directory.resolve("quadratics-estimates.csv"), EstimateRow.class),
        rows(directory.resolve("quadratics-sequences.csv"), SequenceRow.class));
  }

  private static <R extends Record> List<R> rows(Path file, Class<R> type) throws IOException {
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> RecordLine.parse(type, line))
        .toList();
  }

  /** Returns the rows of one configuration and base rate, in the order of the file. */
  List<TimeRow> times(Configuration configuration, double rateShare) {
    return times.stream()
        .filter(row -> row.configuration() == configuration && row.rateShare() == rateShare)
        .toList();
  }

  /**
   * Returns the rows of one configuration, for each momentum at the base rate that misses fewest
   * targets, then has the least worst ratio of those it reaches, then the least median.
   */
  List<TimeRow> chosen(Configuration configuration) {
    return momenta().stream()
        .flatMap(
            momentum ->
                rateShares().stream()
                    .map(share -> times(configuration, share, momentum))
                    .min(
                        Comparator.<List<TimeRow>>comparingLong(StudyResults::missed)
                            .thenComparingDouble(StudyResults::worstReached)
                            .thenComparingDouble(StudyResults::median))
                    .orElseThrow()
                    .stream())
        .toList();
  }

  /** Returns the rows of one configuration, base rate and momentum, in the order of the file. */
  List<TimeRow> times(Configuration configuration, double rateShare, double momentum) {
    return times(configuration, rateShare).stream()
        .filter(row -> row.momentum() == momentum)
        .toList();
  }

  /** Returns the best sequences at a base rate and momentum, in the order of the file. */
  List<SequenceRow> sequences(double rateShare, double momentum) {
    return sequences.stream()
        .filter(row -> row.rateShare() == rateShare && row.momentum() == momentum)
        .toList();
  }

  private static long missed(List<TimeRow> rows) {
    return rows.stream().filter(row -> Double.isNaN(row.ratio())).count();
  }

  private static double worstReached(List<TimeRow> rows) {
    double[] reached = rows.stream().mapToDouble(TimeRow::ratio).filter(Double::isFinite).toArray();
    return TimeStudy.greatest(reached);
  }

  private static double median(List<TimeRow> rows) {
    return TimeStudy.median(rows.stream().mapToDouble(TimeRow::ratio).toArray());
  }

  /** Returns the momenta in the order of the file. */
  List<Double> momenta() {
    return times.stream().map(TimeRow::momentum).distinct().toList();
  }

  /** Returns the base rates in the order of the file. */
  List<Double> rateShares() {
    return times.stream().map(TimeRow::rateShare).distinct().toList();
  }
}
