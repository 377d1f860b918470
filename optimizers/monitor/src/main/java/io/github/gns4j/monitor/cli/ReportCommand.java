package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.view.Target;
import io.github.gns4j.monitor.web.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Writes a report. */
@CommandLine.Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes one HTML file that shows runs and needs nothing else.")
final class ReportCommand implements Callable<Integer> {
  @CommandLine.Mixin private Logs logs;

  @CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "File to write; default: ${DEFAULT-VALUE}.")
  private Path output;

  @CommandLine.Option(
      names = "--target",
      paramLabel = "GOAL",
      converter = TargetConverter.class,
      description = "Compare by this, such as 'validation accuracy>=0.95'.")
  private Target target;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Report.write(logs.files(), Optional.ofNullable(target), output);
    spec.commandLine().getOut().println(output);
    return 0;
  }
}
