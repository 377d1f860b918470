package io.github.gns4j.monitor.chart;

/** The parts a chart of runs is made of. */
public enum Panel {
  /** Mean loss. */
  LOSS("Loss", 1.0),
  /** Noise scale with its interval beside the batch, on a log axis. */
  NOISE("Noise scale and batch, samples", 1.5),
  /** Learning rate. */
  RATE("Learning rate", 0.8),
  /** Micro-batches a batch. */
  ACCUMULATION("Accumulation, micro-batches", 0.7),
  /** Norm of the mean gradient. */
  GRADIENT("Gradient norm", 0.8),
  /** Where the time of a step goes. */
  TIMING("Step time, ms", 1.0);

  private final String title;
  private final double weight;

  Panel(String title, double weight) {
    this.title = title;
    this.weight = weight;
  }

  String title() {
    return title;
  }

  /** Height beside the others. */
  double weight() {
    return weight;
  }
}
