package io.github.gns4j.examples;

import picocli.CommandLine;

/** The subcommands of the main program, for the tests of their packages. */
public final class TrainDigitsCommands {
  private TrainDigitsCommands() {}

  /** Returns a subcommand, which handles errors as the main program does. */
  public static CommandLine of(String name) {
    return TrainDigits.commandLine().getSubcommands().get(name);
  }
}
