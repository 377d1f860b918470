package io.github.gns4j.examples.race;

import io.github.gns4j.examples.race.Outcome.Effort;
import java.util.List;
import java.util.Locale;

/** The outcomes of a race side by side, for people and as CSV. */
final class OutcomeTable {
  private OutcomeTable() {}

  /** Returns the table and a sentence that compares the last run with the first. */
  static String text(List<Outcome> outcomes, double target) {
    StringBuilder text = new StringBuilder();
    text.append(line("", "to " + percent(target), "", "", "in all", "", "", ""));
    text.append(
        line("", "seconds", "steps", "examples", "seconds", "steps", "examples", "accuracy"));
    for (Outcome outcome : outcomes) {
      String[] first =
          outcome.toTarget().map(OutcomeTable::cells).orElse(new String[] {"-", "-", "-"});
      String[] all = cells(outcome.total());
      text.append(
          line(
              outcome.name(),
              first[0],
              first[1],
              first[2],
              all[0],
              all[1],
              all[2],
              percent(outcome.accuracy())));
    }
    return text + verdict(outcomes, target);
  }

  /** Returns the outcomes as comma-separated values; what was not reached is left empty. */
  static String csv(List<Outcome> outcomes) {
    StringBuilder csv =
        new StringBuilder(
            "optimizer,target_seconds,target_steps,target_examples,seconds,steps,examples,accuracy\n");
    for (Outcome outcome : outcomes) {
      csv.append(outcome.name()).append(',');
      csv.append(outcome.toTarget().map(OutcomeTable::csv).orElse(",,")).append(',');
      csv.append(csv(outcome.total())).append(',');
      csv.append(String.format(Locale.ROOT, "%.4f%n", outcome.accuracy()));
    }
    return csv.toString();
  }

  /** Compares the times to the target of the first and the last run, whoever wins. */
  private static String verdict(List<Outcome> outcomes, double target) {
    if (outcomes.size() < 2) {
      return "";
    }
    Outcome first = outcomes.getFirst();
    Outcome last = outcomes.getLast();
    if (first.toTarget().isEmpty() || last.toTarget().isEmpty()) {
      return "";
    }
    double ratio = last.toTarget().get().seconds() / first.toTarget().get().seconds();
    return String.format(
        Locale.ROOT,
        "%n%s took %.2f of the time of %s to %s.%n",
        last.name(),
        ratio,
        first.name(),
        percent(target));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-26s %9s %9s %11s   %9s %9s %11s  %s%n", cells)
        .replaceAll(" +(?=\\R)", "");
  }

  private static String[] cells(Effort effort) {
    return new String[] {
      String.format(Locale.ROOT, "%.2f", effort.seconds()),
      String.format(Locale.ROOT, "%,d", effort.steps()),
      String.format(Locale.ROOT, "%,d", effort.examples())
    };
  }

  private static String csv(Effort effort) {
    return String.format(
        Locale.ROOT, "%.3f,%d,%d", effort.seconds(), effort.steps(), effort.examples());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
