package io.github.gns4j.monitor.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/**
 * The command line of the monitor.
 *
 * <p>Exit codes: 0 done; 1 a file cannot be read or written, or is no run log; 2 the command was
 * not understood.
 */
@CommandLine.Command(
    name = "gns4j-monitor",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Looks at the run logs of GNS4J.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file cannot be read or written, or is no run log",
      "2:the command was not understood"
    },
    subcommands = {
      ReportCommand.class,
      CompareCommand.class,
      TailCommand.class,
      ExportCommand.class,
      ServeCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the program with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for tests and for other programs. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
  }

  private static int exitCode(Throwable problem) {
    return problem instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : 1;
  }

  /** A problem with a file or an argument is told in one line; anything else is a defect. */
  private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(problem instanceof IOException) && !(problem instanceof IllegalArgumentException)) {
      throw problem;
    }
    String message =
        problem instanceof NoSuchFileException missing && missing.getReason() == null
            ? missing.getFile() + ": no such file or directory"
            : problem.getMessage();
    command.getErr().println(command.getColorScheme().errorText(message));
    return exitCode(problem);
  }

  /** Tells the version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"gns4j-monitor " + (version == null ? "(not packaged)" : version)};
    }
  }
}
