package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.ContactSheet;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.MnistDirectory;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.kernels.Arguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the race. */
@Command(
    name = "examples/run",
    mixinStandardHelpOptions = true,
    version = "GNS4J examples 0.1.0-SNAPSHOT",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Trains a network on handwritten digits with DL4J's Adam and with a noise-aware optimizer, "
          + "one after the other, and compares what each takes to a test accuracy.",
      ""
    },
    footer = {
      "",
      "Files in the output directory:",
      "  NAME.jsonl              log of each run, one line a step",
      "  race.png, race.svg      loss, noise scale, batch and rate over time",
      "  outcomes.csv            the table",
      "  report.html             all runs on one page, for a browser",
      "  digits.png              some of the images",
      "Ctrl-C ends the run and still writes what there is.",
      "Exit code: 0 done, 1 failed, 2 wrong arguments, 130 ended by Ctrl-C."
    })
public final class RaceCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final int SHEET_WIDTH = 30;

  /** DL4J's default for Adam, and the batch of its examples. */
  private static final double DL4J_RATE = 1e-3;

  private static final int DL4J_BATCH = 32;
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory with MNIST's IDX files, plain or .gz; one pair alone is split into train and"
            + " test. 'dl4j' takes the ones that DL4J has downloaded.",
        "Default: digits drawn by a program"
      })
  private Path data;

  @Option(names = "--model", description = "Network: ${COMPLETION-CANDIDATES}.")
  private NetworkKind model = NetworkKind.DENSE;

  @Option(names = "--optimizer", description = "Noise-aware optimizer: ${COMPLETION-CANDIDATES}.")
  private OptimizerKind optimizer = OptimizerKind.ADAM;

  @Option(
      names = "--rate",
      description = {
        "Base learning rate of the noise-aware optimizer.",
        "Default: 0.001, sgd 0.02, lamb 0.01"
      })
  private Double rate;

  @Option(names = "--batch", description = "First batch size of the noise-aware optimizer.")
  private int batch = DL4J_BATCH;

  @Option(names = "--dry-run", description = "Measures and advises, but keeps the batch size.")
  private boolean dryRun;

  @Option(names = "--no-baseline", description = "Leaves DL4J's Adam out.")
  private boolean noBaseline;

  @Option(names = "--train-size", description = "Number of drawn digits to train on.")
  private int trainSize = 10_000;

  @Option(names = "--test-size", description = "Number of drawn digits to test on.")
  private int testSize = 2_000;

  @Option(names = "--seed", description = "Seed of weights, drawn digits and their order.")
  private long seed = 1;

  @Option(names = "--seconds", description = "Ends each run after this time of training.")
  private double seconds = 30;

  @Option(names = "--epochs", description = "Ends each run after this many epochs.")
  private double epochs = 100;

  @Option(names = "--target", description = "Test accuracy to reach, from 0 to 1.")
  private double target = 0.95;

  @Option(
      names = "--dashboard",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "0",
      description = {
        "Shows the runs live in a browser, on this machine only, as long as the program runs."
            + " Without PORT, one that is free."
      })
  private Integer dashboardPort;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {"Directory to write to.", "Default: runs/digits-<time>"})
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Limits limits = checkedLimits();
    PrintWriter console = spec.commandLine().getOut();
    DigitSplit digits = digits();
    Path directory = Files.createDirectories(out == null ? defaultDirectory() : out);
    ContactSheet.write(digits.train(), SHEET_WIDTH, directory.resolve("digits.png"));
    console.printf(
        "%s: %,d to train on, %,d to test on; %s network%n",
        digits.source(), digits.train().size(), digits.test().size(), model);
    try (Audience audience = Audience.of(dashboardPort)) {
      audience
          .address()
          .ifPresent(address -> console.printf("Dashboard while this runs: %s%n", address));
      console.flush();
      race(digits, limits, directory, audience);
    }
    return 0;
  }

  private void race(DigitSplit digits, Limits limits, Path directory, Audience audience)
      throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    Race race =
        new Race(
            new Race.Course(digits, limits, System::nanoTime),
            directory,
            Terminal.progressBar(console),
            audience);
    try (Interrupt _ = Interrupt.calls(race::stop)) {
      for (Contestant contestant : contestants()) {
        race.run(contestant);
      }
      console.print(OutcomeTable.text(race.outcomes(), target));
      race.writeResults()
          .ifPresentOrElse(
              report -> console.printf("Report: %s%n", report),
              () -> console.printf("Nothing was run; %s has no report%n", directory));
      console.flush();
    }
  }

  /** Checks all numbers, before anything is read or written. */
  private Limits checkedLimits() {
    try {
      Arguments.atLeast("train-size", trainSize, 1);
      Arguments.atLeast("test-size", testSize, 1);
      Arguments.atLeast("batch", batch, 1);
      if (dashboardPort != null) {
        Arguments.closed("dashboard", dashboardPort, 0, LAST_PORT);
      }
      Arguments.positive("rate", rate == null ? optimizer.usualRate() : rate);
      return new Limits(seconds, epochs, target);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private DigitSplit digits() throws IOException {
    if (data == null) {
      return DigitStrokes.split(trainSize, testSize, seed);
    }
    return MnistDirectory.read(
        data.toString().equals("dl4j") ? MnistDirectory.ofDl4j() : data, seed);
  }

  private List<Contestant> contestants() {
    double base = rate == null ? optimizer.usualRate() : rate;
    NoiseAwareRun noiseAware = new NoiseAwareRun(model, optimizer, base, batch, dryRun, seed);
    return noBaseline
        ? List.of(noiseAware)
        : List.of(new PlainAdam(model, DL4J_RATE, DL4J_BATCH, seed), noiseAware);
  }

  private static Path defaultDirectory() {
    return Path.of("runs", "digits-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault())));
  }
}
