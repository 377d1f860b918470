package io.github.gns4j;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;

/**
 * Computes the gradient of a step's batch once more, after the step: what {@linkplain
 * io.github.gns4j.policy.LearningRateRule#withProbe a learning rate that finds itself} measures the
 * step length with. It is asked for in fewer than one step of fifty once the rate has settled, in
 * every other one while it moves fast, and up to five times for one of the first. While the rate is
 * searched the parameters stand farther along the step for the time of a call, and are put back bit
 * for bit.
 *
 * <pre>{@code
 * StepReport report = optimizer.step(micro -> gradientOf(parameters, part(micro)));
 * }</pre>
 */
@FunctionalInterface
public interface ProbeGradient {
  /**
   * Returns the gradient at the parameters as they are now, over the very samples that micro-batch
   * {@code micro} of the step held (all samples, if they came one by one), with the same dropout
   * masks if there are any: noise cancels only then. Times {@link NoiseAwareOptimizer#lossScale},
   * as it is when this is called.
   *
   * @param micro place and number of samples, as they were accumulated
   * @return as long as the parameters, any element type of gradients; read before the next call
   */
  FlatArray at(MicroBatch micro);

  /**
   * Returns the factor that turns the array into the mean gradient: finite and not 0; 1 unless
   * overridden.
   */
  default double scale(MicroBatch micro) {
    return 1;
  }
}
