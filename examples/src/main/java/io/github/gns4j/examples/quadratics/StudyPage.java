package io.github.gns4j.examples.quadratics;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The page of a study: every number in it comes from the files.
 *
 * @param results the files
 * @param study its settings
 */
record StudyPage(StudyResults results, TimeStudy study) {
  private static final double AIM_MEDIAN = 0.85;
  private static final double AIM_WORST = 1;

  String text() {
    return head() + times() + baseRates() + sequences() + curves() + foot();
  }

  private String head() {
    return """
        # Noisy quadratics: time to target, and steps against batch

        Written by `examples/quadratics`; do not edit. The model is that of Zhang et al. 2019 (arXiv 1907.04164): curvatures `h = 1, 1/2 … 1/%d`,
        gradient noise of variance `h` a sample, start at 1 in every coordinate. A step of `B` samples takes `α + βB`; time is simulated, so that the
        files are the same on every machine. Expected losses of the grid are exact; those of adaptive runs are means over %d seeds. Where losses scatter, a mean of
        few runs dips below a target before the expected loss does, which flatters the adaptive runs; [decision 109](../decisions/0109-what-batches-cannot-undercut.md) tells by how much.

        **Baseline.** For every cost model, target and momentum the best of 520 fixed settings: batches 1, 2 … 4096 × 40 rates over two decades below
        the stability limit `2(1 + μ)`. It is chosen with hindsight; no user has it.

        **Adaptive.** One configuration for all cells, default limits, first batch %d (no more than a fall-back where a run begins with scouting steps), learning `α`, `β` and the
        noise by itself. It is not told the target.

        **Not blind.** Targets, base rates and constants of the rules were settled while ratios of earlier runs of this study were in view; base rates of
        0.1 and 0.05 of the limit were dropped on the way. The numbers describe this model, and promise nothing for another.

        """
        .formatted(study.model().dimension(), study.seeds(), Configuration.START);
  }

  private String times() {
    StringBuilder page = new StringBuilder("## Time over that of the best of the grid\n\n");
    page.append(
        line(
            "Base rates of %s of the stability limit were tried, as coarsely as anyone tries rates. Of"
                + " these one is chosen for SGD without momentum and one with, over all cost models"
                + " and targets: that which misses fewest targets, and then has the least worst"
                + " ratio: who knows neither cost nor target has no cell to prefer. Until"
                + " [decision 109](../decisions/0109-what-batches-cannot-undercut.md) it was the least"
                + " median, and the rule was changed with both numbers in view. What the others"
                + " cost is told below.\n",
            results.rateShares().stream().map(String::valueOf).collect(joining(", "))));
    for (Configuration configuration : Configuration.values()) {
      List<TimeRow> rows = results.chosen(configuration);
      page.append("\n**").append(configuration.words()).append("**: ");
      page.append(summary(rows)).append("\n\n");
      page.append("| momentum | base rate / limit | target | α/β | grid: batch | rate |");
      page.append(" adaptive / grid | ± |\n");
      page.append("|---:|---:|---:|---:|---:|---:|---:|---:|\n");
      for (TimeRow r : rows) {
        page.append(
            line(
                "| %s | %s | %s | %.0f | %d | %.3f | %s | %s |\n",
                r.momentum(),
                r.rateShare(),
                r.target(),
                r.fixed(),
                r.gridBatch(),
                r.gridRate(),
                ratio(r.ratio()),
                ratio(r.ratioError())));
      }
    }
    return page.append("\n![Time over the grid's best](quadratics-time.svg)\n\n").toString();
  }

  private static String summary(List<TimeRow> rows) {
    double[] ratios = rows.stream().mapToDouble(TimeRow::ratio).toArray();
    double median = TimeStudy.median(ratios);
    double worst = TimeStudy.greatest(ratios);
    return line(
        "median %s (aim %s: %s), worst %s (aim %s: %s).",
        ratio(median),
        AIM_MEDIAN,
        median <= AIM_MEDIAN ? "met" : "missed",
        ratio(worst),
        AIM_WORST,
        worst <= AIM_WORST ? "met" : "missed");
  }

  private String baseRates() {
    StringBuilder page = new StringBuilder("## What a coarser base rate costs\n\n");
    page.append(
        "Ratio to the grid's best over the cells of a momentum; – where a target is not reached in ");
    page.append("four times the grid's time.\n\n");
    page.append("| configuration | momentum | base rate / limit | median | worst |");
    page.append(" cells not reached |\n|---|---:|---:|---:|---:|---:|\n");
    for (Configuration configuration : Configuration.values()) {
      for (double momentum : results.momenta()) {
        for (double share : results.rateShares()) {
          page.append(baseRate(configuration, momentum, share));
        }
      }
    }
    return page.append("\n").toString();
  }

  private String baseRate(Configuration configuration, double momentum, double share) {
    double[] ratios = ratios(configuration, momentum, share);
    long missed = Arrays.stream(ratios).filter(Double::isNaN).count();
    return line(
        "| %s | %s | %s | %s | %s | %d of %d |\n",
        configuration.words(),
        momentum,
        share,
        ratio(TimeStudy.median(ratios)),
        ratio(TimeStudy.greatest(ratios)),
        missed,
        ratios.length);
  }

  private String sequences() {
    StringBuilder page =
        new StringBuilder(
            """
            ## The best sequence of batches at a base rate

            The least time, exactly, over all sequences of batches from 1 to 4096 that could be fixed beforehand by someone who knows problem, cost and
            target, over that of the grid's best; beside it time-optimal CABS at the same rate. Where the former is above 1 it is the rate that is short of the
            aim, and no rule for the batch could mend it, but for what a rule makes of chance: it sees the loss of its own run. A dash: out of reach in a cell.

            | momentum | base rate / limit | best sequence: median | worst | time-optimal CABS: median | worst |
            |---:|---:|---:|---:|---:|---:|
            """);
    for (double momentum : results.momenta()) {
      for (double share : results.rateShares()) {
        double[] best =
            results.sequences(share, momentum).stream().mapToDouble(SequenceRow::ratio).toArray();
        double[] ours = ratios(Configuration.LOSS, momentum, share);
        page.append(
            line(
                "| %s | %s | %s | %s | %s | %s |\n",
                momentum,
                share,
                ratio(TimeStudy.median(best)),
                ratio(TimeStudy.greatest(best)),
                ratio(TimeStudy.median(ours)),
                ratio(TimeStudy.greatest(ours))));
      }
    }
    return page.append("\n").toString();
  }

  private double[] ratios(Configuration configuration, double momentum, double share) {
    return results.times(configuration, share, momentum).stream()
        .mapToDouble(TimeRow::ratio)
        .toArray();
  }

  private String curves() {
    StringBuilder page =
        new StringBuilder(
            """
            ## Steps against batch, and what predicts the critical batch

            Fewest steps to a hundredth of the loss, with the best rate for each batch; `B_crit` is fitted to `S_min(1 + B_crit/B)`. A test holds the
            points and the fits to the reference data. Beside it, from a run at the batch nearest to `B_crit`: the estimated noise scale `trΣ/|G|²`
            (geometric mean over the run, and at the target), and `R = η·trΣ/((1 − μ)L)` at the target, the batch of CABS. A dash: no step had an
            estimate with an upper end.

            | dimension | momentum | B_crit, fitted | noise scale, mean | at the target | R at the target |
            |---:|---:|---:|---:|---:|---:|
            """);
    for (EstimateRow r : results.estimates()) {
      page.append(
          line(
              "| %d | %s | %.0f | %s | %s | %.0f |\n",
              r.dimension(),
              r.momentum(),
              r.fitted(),
              whole(r.simple()),
              whole(r.atTarget()),
              r.lossNoise()));
    }
    return page.append("\n![Steps against batch](quadratics-curves.svg)\n\n").toString();
  }

  private String foot() {
    return """
        Numbers: [quadratics-time.csv](quadratics-time.csv), [quadratics-curves.csv](quadratics-curves.csv),
        [quadratics-estimates.csv](quadratics-estimates.csv), [quadratics-sequences.csv](quadratics-sequences.csv).
        """;
  }

  private static String ratio(double value) {
    return Double.isNaN(value) ? "–" : line("%.2f", value);
  }

  private static String whole(double value) {
    return Double.isNaN(value) ? "–" : line("%.0f", value);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
