package io.github.gns4j.gpucheck;

import java.util.Arrays;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** Times work on a stream of its own by events of the device. A context must be current. */
final class Stopwatch implements AutoCloseable {
  private static final int WARM_UP = 3;

  private final CUstream stream = new CUstream();
  private final int repeats;

  /**
   * @param repeats runs of which the median counts
   */
  Stopwatch(int repeats) {
    this.repeats = repeats;
    PrimaryContext.check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
  }

  /** Returns the stream that the timed work must go to. */
  CUstream stream() {
    return stream;
  }

  /**
   * Returns the median time of one run in milliseconds. Runs go through {@code turns}, the same
   * work on other memory, one after the other.
   */
  double median(List<Runnable> turns) {
    for (int i = 0; i < Math.max(WARM_UP, turns.size()); i++) {
      turns.get(i % turns.size()).run();
    }
    CUevent[] starts = events();
    CUevent[] ends = events();
    for (int i = 0; i < repeats; i++) {
      record(starts[i]);
      turns.get(i % turns.size()).run();
      record(ends[i]);
    }
    PrimaryContext.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    double[] times = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      times[i] = elapsed(starts[i], ends[i]);
    }
    Arrays.sort(times);
    return (times[(repeats - 1) / 2] + times[repeats / 2]) / 2;
  }

  private CUevent[] events() {
    CUevent[] events = new CUevent[repeats];
    for (int i = 0; i < repeats; i++) {
      events[i] = new CUevent();
      PrimaryContext.check(JCudaDriver.cuEventCreate(events[i], 0), "cuEventCreate");
    }
    return events;
  }

  private void record(CUevent event) {
    PrimaryContext.check(JCudaDriver.cuEventRecord(event, stream), "cuEventRecord");
  }

  private static double elapsed(CUevent start, CUevent end) {
    float[] milliseconds = new float[1];
    PrimaryContext.check(
        JCudaDriver.cuEventElapsedTime(milliseconds, start, end), "cuEventElapsedTime");
    PrimaryContext.check(JCudaDriver.cuEventDestroy(start), "cuEventDestroy");
    PrimaryContext.check(JCudaDriver.cuEventDestroy(end), "cuEventDestroy");
    return milliseconds[0];
  }

  @Override
  public void close() {
    PrimaryContext.check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy");
  }
}
