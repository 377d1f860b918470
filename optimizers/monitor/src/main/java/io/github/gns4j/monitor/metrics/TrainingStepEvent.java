package io.github.gns4j.monitor.metrics;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One training step in a flight recording. */
@Name("io.github.gns4j.TrainingStep")
@Label("Training Step")
@Category("GNS4J")
@StackTrace(false)
final class TrainingStepEvent extends Event {
  @Label("Step")
  long step;

  @Label("Samples")
  long samples;

  @Label("Batch")
  int batch;

  @Label("Accumulation Steps")
  int accumulation;

  @Label("Loss")
  double loss;

  @Label("Gradient Norm")
  double gradientNorm;

  @Label("Noise Scale")
  double noiseScale;

  @Label("Learning Rate")
  double learningRate;

  @Label("Skipped")
  boolean skipped;

  @Label("Seconds")
  double seconds;
}
