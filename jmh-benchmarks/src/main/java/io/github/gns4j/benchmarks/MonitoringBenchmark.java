package io.github.gns4j.benchmarks;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.monitor.metrics.FlightRecorder;
import io.github.gns4j.monitor.web.Dashboard;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What watching costs in all, the training thread's part and that of the listeners' own threads:
 * the time to hand over a report and to work it off, per report, of thousands one after the other.
 * At 100 steps a second a step has 10,000 µs; a hundredth of it is 100 µs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MonitoringBenchmark {
  private static final int PARAMETERS = 10_000;
  private static final int REPORTS = 4_000; // half of what the queues hold: none is dropped

  /** Who listens. */
  @Param({"log", "dashboard", "all"})
  public String listeners;

  private List<StepListener> listening;
  private List<RunListener> open;
  private StepReport report;
  private Path directory;

  /** Takes a few steps. */
  @Setup(Level.Trial)
  public void train() throws IOException {
    report = report();
    directory = Files.createTempDirectory("gns4j-monitoring");
  }

  /** Opens the listeners. */
  @Setup(Level.Invocation)
  public void open() {
    open =
        switch (listeners) {
          case "log" -> List.of(RunLog.to(directory));
          case "dashboard" -> List.of(Dashboard.onPort(0));
          case "all" -> List.of(RunLog.to(directory), Dashboard.onPort(0));
          default -> throw new IllegalArgumentException("listeners is " + listeners);
        };
    listening =
        Stream.concat(
                open.stream(),
                listeners.equals("all") ? Stream.of(new FlightRecorder()) : Stream.empty())
            .toList();
  }

  private static StepReport report() {
    HostArray parameters = HostArray.allocate(ElementType.FLOAT32, PARAMETERS);
    HostArray gradient = HostArray.allocate(ElementType.FLOAT32, PARAMETERS);
    SplittableRandom random = new SplittableRandom(1);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.adam()
            .learningRate(1e-3)
            .batchSize(64)
            .maxMicroBatch(16)
            .forParameters(parameters)) {
      StepReport last = null;
      for (int step = 0; step < 50; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          for (int i = 0; i < PARAMETERS; i++) {
            gradient.set(i, 0.01 + random.nextGaussian());
          }
          optimizer.accumulate(gradient, micro);
        }
        optimizer.loss(1.0);
        last = optimizer.step();
      }
      return last;
    }
  }

  /** All reports, until the last of them is written and shown. */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public void watch() {
    for (int i = 0; i < REPORTS; i++) {
      for (StepListener listener : listening) {
        listener.onStep(report);
      }
    }
    open.forEach(RunListener::onClose);
  }

  /** Takes the page down. */
  @TearDown(Level.Invocation)
  public void close() {
    open.forEach(RunListener::close);
  }

  /** Removes what was written. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
