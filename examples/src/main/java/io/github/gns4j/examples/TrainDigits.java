package io.github.gns4j.examples;

import io.github.gns4j.examples.custom.CustomLoop;
import io.github.gns4j.examples.graph.GraphWithBatchNorm;
import io.github.gns4j.examples.jcuda.JCudaLoop;
import io.github.gns4j.examples.nd4j.LogisticRegression;
import io.github.gns4j.examples.race.RaceCommand;
import io.github.gns4j.examples.recurrent.Shakespeare;
import io.github.gns4j.examples.samediff.SameDiffDigits;
import io.github.gns4j.examples.study.StudyCommand;
import io.github.gns4j.examples.swap.OneLineSwap;
import io.github.gns4j.examples.taps.PerSample;
import io.github.gns4j.examples.trainer.TrainerDigits;
import picocli.CommandLine;

/**
 * The main program: trains a network on handwritten digits with DL4J's Adam and with a noise-aware
 * optimizer, one after the other, and shows what each took to get there. {@code --help} tells all.
 */
public final class TrainDigits {
  private TrainDigits() {}

  /** Runs the program; exit code 0: done, 1: failed, 2: wrong arguments. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true"); // charts need no screen
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the command line, which reports errors in one line each. */
  public static CommandLine commandLine() {
    return new CommandLine(new RaceCommand())
        .addSubcommand(new CustomLoop())
        .addSubcommand(new OneLineSwap())
        .addSubcommand(new PerSample())
        .addSubcommand(new StudyCommand())
        .addSubcommand(new JCudaLoop())
        .addSubcommand(new TrainerDigits())
        .addSubcommand(new GraphWithBatchNorm())
        .addSubcommand(new SameDiffDigits())
        .addSubcommand(new Shakespeare())
        .addSubcommand(new LogisticRegression())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, command, _) -> {
              command.getErr().println("error: " + message(exception));
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  private static String message(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.toString() : message;
  }
}
