package io.github.gns4j.monitor.log;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes the steps of a run log as comma-separated values, one line a step, in bounded memory. */
public final class CsvExport {
  private static final String HEADER =
      "step,time,samples,batch,loss,rate,accumulation,gradientNorm,clip,nonFinite,lossScale,"
          + "noiseState,noiseScale,noiseLow,noiseHigh,traceSigma,signalSquared,"
          + "data,backprop,reduce,update,total";
  private static final String NO_DETAIL = ",".repeat(16);

  private CsvExport() {}

  /** Writes {@code file}, replaced if it is there, from a run log. What is not known is empty. */
  public static void write(Path log, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\n");
      RunLogReader.read(
          log,
          entry -> {
            if (entry instanceof LogEntry.Step step) {
              line(out, step);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void line(Writer out, LogEntry.Step step) {
    try {
      out.write(
          String.format(
                  Locale.ROOT,
                  "%d,%.6f,%d,%d,%s,%s",
                  step.step(),
                  step.time(),
                  step.samples(),
                  step.batch(),
                  cell(step.loss()),
                  cell(step.rate()))
              + step.detail().map(CsvExport::detail).orElse(NO_DETAIL)
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
  }

  private static String detail(StepDetail detail) {
    var gradient = detail.gradient();
    var timing = detail.timing();
    return cells(
            detail.accumulation(),
            gradient.norm(),
            gradient.clipCoefficient(),
            gradient.nonFinite(),
            gradient.lossScale())
        + noise(detail.noise())
        + cells(timing.data(), timing.backprop(), timing.reduce(), timing.step(), timing.total());
  }

  private static String noise(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.Resolved r ->
          cells("resolved", r.scale(), r.low(), r.high(), r.traceSigma(), r.signalSquared());
      case NoiseEstimate.Unresolved u ->
          cells("unresolved", "", u.low(), "", u.traceSigma(), u.signalSquared());
      case NoiseEstimate.NonFinite _ -> cells("non-finite", "", "", "", "", "");
      case NoiseEstimate.NotReady _ -> cells("not-ready", "", "", "", "", "");
    };
  }

  private static String cells(Object... values) {
    StringBuilder cells = new StringBuilder();
    for (Object value : values) {
      cells.append(',').append(value);
    }
    return cells.toString();
  }
}
