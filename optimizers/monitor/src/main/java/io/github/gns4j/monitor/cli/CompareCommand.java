package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.view.Comparison;
import io.github.gns4j.monitor.view.Target;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Prints a table of runs. */
@CommandLine.Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Prints time, steps and samples to a target, a line a run.")
final class CompareCommand implements Callable<Integer> {
  @CommandLine.Mixin private Logs logs;

  @CommandLine.Option(
      names = "--target",
      paramLabel = "GOAL",
      converter = TargetConverter.class,
      description = "Such as 'loss<=0.3'; default: the lowest smoothed loss all runs reached.")
  private Target target;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Comparison comparison = Comparison.of(logs.histories(), Optional.ofNullable(target));
    spec.commandLine().getOut().print(comparison.toText());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
