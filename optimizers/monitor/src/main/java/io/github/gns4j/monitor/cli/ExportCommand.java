package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.chart.ChartTheme;
import io.github.gns4j.monitor.chart.Panel;
import io.github.gns4j.monitor.chart.RunChart;
import io.github.gns4j.monitor.log.CsvExport;
import io.github.gns4j.monitor.log.LogSchema;
import io.github.gns4j.monitor.tensorboard.TensorBoardLog;
import io.github.gns4j.monitor.view.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Turns run logs into tables and pictures. */
@CommandLine.Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes every step as CSV, or a chart as PNG or SVG.",
      "With --tensorboard, writes event files, one directory a run."
    })
final class ExportCommand implements Callable<Integer> {
  @CommandLine.Mixin private Logs logs;

  @CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description =
          "File to write: .csv (of one run), .png or .svg; with --tensorboard a directory.")
  private Path output;

  @CommandLine.Option(
      names = "--tensorboard",
      description = "Write event files for TensorBoard below the directory FILE.")
  private boolean tensorboard;

  @CommandLine.Option(
      names = "--panel",
      paramLabel = "PANEL",
      description = "Panels of the chart: ${COMPLETION-CANDIDATES}; default: the usual ones.")
  private List<Panel> panels = List.of();

  @CommandLine.Option(
      names = "--over",
      paramLabel = "COLUMN",
      defaultValue = "TIME",
      description = "Abscissa of the chart: TIME, STEP or SAMPLES; default: ${DEFAULT-VALUE}.")
  private Column over;

  @CommandLine.Option(
      names = "--theme",
      paramLabel = "THEME",
      defaultValue = "LIGHT",
      description = "Colours of the chart: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private ChartTheme theme;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (tensorboard) {
      return events();
    }
    if (output.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      List<Path> files = logs.files();
      if (files.size() != 1) {
        throw new IllegalArgumentException(
            "CSV holds one run, but " + files.size() + " were named");
      }
      CsvExport.write(files.getFirst(), output);
    } else {
      RunChart chart = RunChart.of(logs.histories()).over(over).theme(theme);
      (panels.isEmpty() ? chart : chart.panels(panels.toArray(Panel[]::new))).write(output);
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }

  private int events() throws IOException {
    for (Path log : logs.files()) {
      String name = log.getFileName().toString();
      String run = name.replaceFirst(Pattern.quote(LogSchema.SUFFIX) + "$", "");
      spec.commandLine().getOut().println(TensorBoardLog.export(log, output.resolve(run)));
    }
    return 0;
  }
}
