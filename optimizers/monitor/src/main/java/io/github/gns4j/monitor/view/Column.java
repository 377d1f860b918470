package io.github.gns4j.monitor.view;

/** The numbers of a point, and how two neighbouring points become one. */
public enum Column {
  /** Seconds since the run began, at the end of the last step of the point. */
  TIME("time", Merge.LAST),
  /** Number of the last step. */
  STEP("step", Merge.LAST),
  /** Samples seen until the end of the last step. */
  SAMPLES("samples", Merge.LAST),
  /** Mean loss. */
  LOSS("loss", Merge.MEAN),
  /** Lowest loss of a step. */
  LOSS_LOW("lossLow", Merge.LEAST),
  /** Highest loss of a step. */
  LOSS_HIGH("lossHigh", Merge.GREATEST),
  /** {@code |ḡ|}, mean over the steps that were taken. */
  NORM("norm", Merge.MEAN),
  /** Estimate of {@code tr Σ}. */
  TRACE("trace", Merge.LAST),
  /** Estimate of {@code |G|²}. */
  SIGNAL("signal", Merge.LAST),
  /** Noise scale in samples; missing while it is not resolved. */
  NOISE("noise", Merge.NOISE),
  /** Lower end of its interval. */
  NOISE_LOW("noiseLow", Merge.NOISE),
  /** Upper end of its interval; infinite while it is not resolved. */
  NOISE_HIGH("noiseHigh", Merge.NOISE),
  /** Samples a batch. */
  BATCH("batch", Merge.LAST),
  /** Micro-batches a batch. */
  ACCUMULATION("accumulation", Merge.LAST),
  /** Learning rate. */
  RATE("rate", Merge.LAST),
  /** Loss scale. */
  LOSS_SCALE("lossScale", Merge.LAST),
  /** Share of the steps whose gradient was shortened. */
  CLIPPED("clipped", Merge.MEAN),
  /** Share of the steps that were left out. */
  SKIPPED("skipped", Merge.MEAN),
  /** Seconds a step waited for data. */
  DATA_SECONDS("data", Merge.MEAN),
  /** Seconds a step spent in the forward and backward passes. */
  BACKPROP_SECONDS("backprop", Merge.MEAN),
  /** Seconds a step spent in accumulation and statistics. */
  REDUCE_SECONDS("reduce", Merge.MEAN),
  /** Seconds a step spent in the update. */
  UPDATE_SECONDS("update", Merge.MEAN),
  /** Seconds a step took from end to end. */
  TOTAL_SECONDS("total", Merge.MEAN);

  /** How two values become one; a missing one gives way to the other, except for NOISE. */
  enum Merge {
    LAST,
    MEAN,
    LEAST,
    GREATEST,
    /** The three columns of the noise scale stay together: always those of the later point. */
    NOISE
  }

  private final String key;
  private final Merge merge;

  Column(String key, Merge merge) {
    this.key = key;
    this.merge = merge;
  }

  /** Returns the name of the column in JSON and CSV. */
  public String key() {
    return key;
  }

  double merge(double first, double firstSteps, double second, double secondSteps) {
    if (merge == Merge.NOISE || Double.isNaN(first)) {
      return second;
    }
    if (Double.isNaN(second)) {
      return first;
    }
    return switch (merge) {
      case LAST, NOISE -> second;
      case LEAST -> Math.min(first, second);
      case GREATEST -> Math.max(first, second);
      case MEAN -> (first * firstSteps + second * secondSteps) / (firstSteps + secondSteps);
    };
  }
}
