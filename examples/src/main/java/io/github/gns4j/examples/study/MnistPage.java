package io.github.gns4j.examples.study;

import io.github.gns4j.monitor.chart.CurveChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Writes the page on MNIST: noise scale over training, and time to target on the digits. */
final class MnistPage {
  private static final List<String> TASKS = List.of("dense", "convolutional");

  /** McCandlish et al. 2018, table 1, averages over a run. */
  private static final double THEIR_SIMPLE = 900;

  private static final double THEIR_CRITICAL = 200;

  private final StudyData data;
  private final Markdown page = new Markdown();

  MnistPage(StudyData data) {
    this.data = data;
  }

  /** One line of a file of {@link NoiseScaleRun}; NaN where nothing is known. */
  record Noise(
      long step,
      long samples,
      double loss,
      double accuracy,
      double scale,
      double low,
      double high) {
    static Noise parse(String line) {
      double[] v = Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      return new Noise((long) v[0], (long) v[1], v[2], v[3], v[4], v[5], v[6]);
    }
  }

  /** Writes {@code mnist.md}, the noise of each task and a chart into a directory that is there. */
  void write(Path directory) throws IOException {
    page.heading(1, "Handwritten digits");
    page.say(
        "Written by `examples/run study` on %s (%s, seed %s).",
        data.notes().day(), data.notes().machine(), data.notes().seed());
    noise(directory);
    time();
    Files.writeString(directory.resolve("mnist.md"), page.toString());
  }

  private void noise(Path directory) throws IOException {
    page.heading(2, "Noise scale over training");
    page.say(
        "Plain SGD at a fixed rate and batch, Euclidean metric, estimated from micro-batches with a"
            + " 95%% interval. McCandlish et al. 2018 (table 1) give for MNIST a simple noise scale"
            + " of %s and a critical batch of %s, as averages over a run of a small convolutional"
            + " network on 60,000 images. What follows is of other networks and fewer images, so"
            + " that orders of magnitude can be compared, not digits.",
        Markdown.number(THEIR_SIMPLE), Markdown.number(THEIR_CRITICAL));
    CurveChart chart =
        new CurveChart(
                "Noise scale over training", "Euclidean, plain SGD, with 95% interval", "samples")
            .logarithmic();
    for (String task : TASKS) {
      Path file = NoiseScaleRun.file(data.directory(), task);
      if (Files.exists(file)) {
        Files.copy(
            file,
            directory.resolve("mnist-noise-" + task + ".csv"),
            StandardCopyOption.REPLACE_EXISTING);
        noise(task, Files.readAllLines(file).stream().skip(1).map(Noise::parse).toList(), chart);
      }
    }
    chart.write(directory.resolve("mnist-noise.svg"));
    page.say("![Noise scale over training](mnist-noise.svg)");
  }

  private void noise(String task, List<Noise> noise, CurveChart chart) {
    page.say("%s ([numbers](mnist-noise-%s.csv)):", data.notes().task(task), task);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < noise.size(); i++) {
      if (i % 3 == 0 || i == noise.size() - 1) {
        rows.add(row(task, noise.get(i)));
      }
    }
    page.table(List.of("samples", "epochs", "loss", "accuracy", "noise scale", "interval"), rows);
    double[] resolved =
        noise.stream().mapToDouble(Noise::scale).filter(Double::isFinite).sorted().toArray();
    double[] ends = noise.stream().mapToDouble(Noise::scale).filter(Double::isFinite).toArray();
    if (ends.length > 0) {
      page.say(
          "From %s to %s; median over these steps %s, McCandlish et al. %s.",
          Markdown.number(ends[0]),
          Markdown.number(ends[ends.length - 1]),
          Markdown.number(Markdown.median(resolved)),
          Markdown.number(THEIR_SIMPLE));
    }
    chart.panel(task + ": noise scale, samples", true);
    curve(chart, "noise scale", noise, Noise::scale);
    curve(chart, "lower end", noise, Noise::low);
    curve(chart, "upper end", noise, Noise::high);
    curve(chart, "McCandlish et al. 2018, run average", noise, _ -> THEIR_SIMPLE);
  }

  private List<String> row(String task, Noise noise) {
    int size = data.notes().samples(task);
    return List.of(
        Long.toString(noise.samples()),
        size > 0 ? Markdown.number((double) noise.samples() / size) : "–",
        Markdown.number(noise.loss()),
        Markdown.number(noise.accuracy()),
        Markdown.number(noise.scale()),
        Double.isNaN(noise.low())
            ? "–"
            : Markdown.number(noise.low())
                + "–"
                + (Double.isInfinite(noise.high()) ? "∞" : Markdown.number(noise.high())));
  }

  private static void curve(
      CurveChart chart, String name, List<Noise> noise, ToDoubleFunction<Noise> value) {
    chart.curve(
        name,
        noise.stream().mapToDouble(Noise::samples).toArray(),
        noise.stream().mapToDouble(value).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray());
  }

  private void time() {
    page.heading(2, "Time to target");
    page.say(
        "Modelled seconds; how, and from all starts, is on the [page of the study](real-data.md).");
    for (String task : TASKS) {
      if (data.grids().containsKey(task)) {
        time(task, data.grids().get(task));
      }
    }
  }

  private void time(String task, Grid grid) {
    page.say("%s, DL4J's Adam to %s:", data.notes().task(task), data.notes().target(task));
    Tables.cells(page, grid, PlainAdamArm.NAME, Tables::seconds);
    for (String arm : grid.arms()) {
      page.say("`%s`, %s, seconds:", arm, data.notes().arm(arm));
      Tables.cells(page, grid, arm, Tables::seconds);
    }
  }
}
