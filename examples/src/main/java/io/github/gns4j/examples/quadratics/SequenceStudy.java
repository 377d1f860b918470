package io.github.gns4j.examples.quadratics;

import java.util.List;
import java.util.stream.Stream;

/**
 * The best sequence of batches in each cell of a {@link TimeStudy} and at each of its base rates.
 */
final class SequenceStudy {
  /** Several times what any cell takes. */
  static final int LIMIT = 20_000;

  private SequenceStudy() {}

  /**
   * Returns the rows.
   *
   * @param times rows of the time study, which tell the cells and the times of the grid
   */
  static List<SequenceRow> rows(QuadraticModel model, List<TimeRow> times) {
    return times.stream()
        .filter(row -> row.configuration() == Configuration.LOSS)
        .map(row -> List.of(row.momentum(), row.rateShare()))
        .distinct()
        .flatMap(pair -> rows(model, times, pair.getFirst(), pair.getLast()))
        .toList();
  }

  private static Stream<SequenceRow> rows(
      QuadraticModel model, List<TimeRow> times, double momentum, double share) {
    double rate = share * QuadraticModel.stabilityLimit(momentum);
    Setting setting = new Setting(rate, momentum, Configuration.LARGEST);
    BestSequence best = new BestSequence(model, setting, LIMIT);
    return times.stream()
        .filter(row -> row.configuration() == Configuration.LOSS)
        .filter(row -> row.momentum() == momentum && row.rateShare() == share)
        .toList()
        .parallelStream()
        .map(
            row ->
                new SequenceRow(
                    momentum,
                    row.target(),
                    row.fixed(),
                    share,
                    row.gridTime(),
                    best.time(new CostModel(row.fixed()), row.target() * model.initialLoss())));
  }
}
