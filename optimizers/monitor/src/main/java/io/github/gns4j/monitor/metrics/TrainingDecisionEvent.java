package io.github.gns4j.monitor.metrics;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A change of the batch size in a flight recording. */
@Name("io.github.gns4j.TrainingDecision")
@Label("Training Decision")
@Category("GNS4J")
@StackTrace(false)
final class TrainingDecisionEvent extends Event {
  @Label("Step")
  long step;

  @Label("Batch Before")
  int from;

  @Label("Batch After")
  int to;

  @Label("Predicted Gain")
  double predictedGain;

  @Label("Reason")
  String reason;
}
