package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;

/**
 * A number measured beside the steps, such as accuracy on held-out data; greater is better where a
 * budget has a target for it. Its time is left out of every measurement.
 *
 * @param name what is measured, for people
 * @param measure measures it; must not change the network
 * @param everySteps steps between measurements; 0 for the end of each epoch only
 */
record TrainerMetric(String name, ToDoubleFunction<Model> measure, int everySteps) {
  TrainerMetric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(measure, "measure");
    Arguments.atLeast("everySteps", everySteps, 0);
  }

  boolean isDueAt(long step) {
    return everySteps > 0 && step % everySteps == 0;
  }
}
