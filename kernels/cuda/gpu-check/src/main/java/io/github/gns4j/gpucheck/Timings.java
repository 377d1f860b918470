package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.CudaBackend;
import io.github.gns4j.kernels.cuda.CudaException;
import io.github.gns4j.kernels.cuda.CudaOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Time of each kernel between two events of the device, and the bytes that it must move over that
 * time, beside the same of the driver's copy ({@code ofCopy}); for steps with sums also the time
 * over that of the step without ({@code ofPlain}). Runs go through several sets of arrays, together
 * at least {@value #CACHES} times the L2 cache, so that no set is still in it.
 */
final class Timings {
  private static final int CACHES = 4;

  private final Kernels kernels;
  private final Stopwatch stopwatch;
  private final long cacheBytes;

  private Timings(Kernels kernels, Stopwatch stopwatch, long cacheBytes) {
    this.kernels = kernels;
    this.stopwatch = stopwatch;
    this.cacheBytes = cacheBytes;
  }

  static Map<String, Object> run(long[] sizes, int repeats) {
    List<Object> rows = new ArrayList<>();
    try (PrimaryContext context = PrimaryContext.open();
        Stopwatch stopwatch = new Stopwatch(repeats);
        Kernels kernels = open(stopwatch)) {
      Timings timings = new Timings(kernels, stopwatch, context.cacheBytes());
      for (long size : sizes) {
        rows.addAll(timings.ofSize(size));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("repeats", repeats);
    result.put("bufferCaches", CACHES);
    result.put("rows", rows);
    return result;
  }

  private static Kernels open(Stopwatch stopwatch) {
    try {
      int device = CudaOptions.defaults().device();
      return Kernels.of(CudaBackend.open(new CudaOptions(device, stopwatch.stream())));
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException("the device was there and is gone", e);
    }
  }

  private List<Map<String, Object>> ofSize(long elements) {
    Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    Map<String, Object> copy = row(new TimedCopy(stopwatch.stream()), elements);
    rows.put("COPY", copy);
    for (TimedPass pass : TimedPass.values()) {
      rows.put(pass.name(), row(pass, elements));
    }
    for (TimedStep step : TimedStep.values()) {
      rows.put(step.name(), row(step, elements));
    }
    rows.values().forEach(row -> putRatio(row, "ofCopy", "GBps", copy));
    for (TimedStep step : TimedStep.values()) {
      if (step.plain() != null) {
        putRatio(rows.get(step.name()), "ofPlain", "medianMs", rows.get(step.plain().name()));
      }
    }
    return List.copyOf(rows.values());
  }

  /** Puts the ratio of a number to that of another row, if both were measured. */
  private static void putRatio(
      Map<String, Object> row, String name, String of, Map<String, Object> other) {
    if (row.get(of) instanceof Double own && other.get(of) instanceof Double base) {
      row.put(name, own / base);
    }
  }

  /** Times one piece of work; one that does not fit into memory says so. */
  private Map<String, Object> row(Timed timed, long elements) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kernel", timed.name());
    row.put("elements", elements);
    row.put("bytes", timed.bytes(elements));
    List<Work> sets = new ArrayList<>();
    try {
      double milliseconds = stopwatch.median(turns(timed, elements, sets));
      row.put("medianMs", milliseconds);
      row.put("GBps", timed.bytes(elements) / milliseconds / 1e6);
    } catch (CudaException e) {
      row.put("skipped", e.getMessage());
    } finally {
      sets.forEach(Work::close);
    }
    System.out.println(row);
    return row;
  }

  private List<Runnable> turns(Timed timed, long elements, List<Work> sets) {
    List<Runnable> turns = new ArrayList<>();
    long bytes = timed.bytes(elements);
    long count = Math.max(1, (CACHES * cacheBytes + bytes - 1) / bytes);
    for (long i = 0; i < count; i++) {
      Work work = new Work(kernels, elements);
      sets.add(work);
      turns.add(timed.prepare(work));
    }
    return turns;
  }
}
