package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.RunLogFollower;
import io.github.gns4j.monitor.log.RunLogReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Follows a run in a terminal. */
@CommandLine.Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints the last steps of a run and follows it until it ends.")
final class TailCommand implements Callable<Integer> {
  private static final long PERIOD_MILLIS = 250;

  @CommandLine.Parameters(
      paramLabel = "LOG",
      description = "A run log, or a directory: its latest run.")
  private Path path;

  @CommandLine.Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Lines to begin with; default: ${DEFAULT-VALUE}.")
  private int lines;

  @CommandLine.Option(names = "--once", description = "Print what is there and end.")
  private boolean once;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> runs = RunLogReader.runs(path);
    PrintWriter out = spec.commandLine().getOut();
    TailScreen screen = new TailScreen(out, lines);
    try (RunLogFollower follower = new RunLogFollower(runs.getLast())) {
      follower.poll(screen::keep);
      screen.start();
      while (!once && !screen.hasEnded()) {
        Thread.sleep(PERIOD_MILLIS);
        follower.poll((LogEntry entry) -> screen.print(entry));
        out.flush();
      }
    }
    out.flush();
    return 0;
  }
}
