package io.github.gns4j.examples.quadratics;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the study on noisy quadratics. */
@Command(
    name = "examples/quadratics",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compares the time of adaptive batches with the best of a full grid of fixed rate × batch on"
          + " noisy quadratics, and steps against batch with what the noise estimate predicts.",
      "Time is simulated: the same options give the same files."
    },
    footer = {
      "",
      "Files in the output directory: quadratics-{time,curves,estimates,sequences}.csv,"
          + " quadratics-{time,curves}.svg, quadratics.md.",
      "Exit code: 0 done, 1 failed, 2 wrong arguments."
    })
public final class QuadraticsStudy implements Callable<Integer> {
  private static final int[] CURVES = {16, 64};

  @Option(names = "--out", paramLabel = "DIR", description = "Directory to write to.")
  private Path out = Path.of("runs", "quadratics");

  @Option(names = "--dimension", description = "Dimension of the time study.")
  private int dimension = 512;

  @Option(names = "--seeds", description = "Runs of each cell of the time study.")
  private int seeds = 32;

  @Option(names = "--quick", description = "Leaves out most cells and curves: a few seconds.")
  private boolean quick;

  @Option(
      names = "--pages-only",
      description = "Only writes page and charts again, from the files of a run before.")
  private boolean pagesOnly;

  @Spec private CommandSpec spec;

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new QuadraticsStudy()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    TimeStudy study = timeStudy();
    PrintWriter console = spec.commandLine().getOut();
    if (!pagesOnly) {
      run(study, console);
    }
    StudyResults results = StudyResults.read(out);
    StudyCharts.write(results, out);
    Files.writeString(out.resolve("quadratics.md"), new StudyPage(results, study).text());
    console.printf("files are in %s%n", out);
    console.flush();
    return 0;
  }

  private void run(TimeStudy study, PrintWriter console) throws IOException {
    Files.createDirectories(out);
    console.println("steps against batch ...");
    console.flush();
    List<CurveRow> curves = new ArrayList<>();
    List<EstimateRow> estimates = new ArrayList<>();
    for (int size : quick ? new int[] {CURVES[0]} : CURVES) {
      for (double momentum : TimeStudy.MOMENTA) {
        List<CurveRow> curve = CurveStudy.rows(new QuadraticModel(size), momentum);
        curves.addAll(curve);
        estimates.add(EstimateStudy.row(curve, 1));
      }
    }
    write("quadratics-curves.csv", CurveRow.HEADER, curves, CurveRow::toCsv);
    write("quadratics-estimates.csv", EstimateRow.HEADER, estimates, EstimateRow::toCsv);
    console.println("time to target ...");
    console.flush();
    List<TimeRow> times = study.rows();
    write("quadratics-time.csv", TimeRow.HEADER, times, TimeRow::toCsv);
    console.println("best sequences of batches ...");
    console.flush();
    List<SequenceRow> sequences = SequenceStudy.rows(study.model(), times);
    write("quadratics-sequences.csv", SequenceRow.HEADER, sequences, SequenceRow::toCsv);
  }

  private TimeStudy timeStudy() {
    try {
      QuadraticModel model = new QuadraticModel(dimension);
      return quick
          ? new TimeStudy(
              model,
              seeds,
              List.of(40.0, 2500.0),
              TimeStudy.TARGETS,
              TimeStudy.MOMENTA,
              List.of(TimeStudy.RATE_SHARES.getFirst()))
          : new TimeStudy(
              model,
              seeds,
              TimeStudy.FIXED,
              TimeStudy.TARGETS,
              TimeStudy.MOMENTA,
              TimeStudy.RATE_SHARES);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private <T> void write(String file, String header, List<T> rows, Function<T, String> line)
      throws IOException {
    Files.write(
        out.resolve(file), Stream.concat(Stream.of(header), rows.stream().map(line)).toList());
  }
}
