package io.github.gns4j.monitor.log;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A step of any optimizer, so that runs of others stand beside ours.
 *
 * @param step number of the step, from 1
 * @param samples samples seen so far, this step included
 * @param batch samples of this step, at least 1
 * @param loss mean loss over the batch, if known
 * @param rate learning rate, if known
 */
public record PlainStep(
    long step, long samples, int batch, OptionalDouble loss, OptionalDouble rate) {
  /** Checks the counts. */
  public PlainStep {
    Arguments.atLeast("step", step, 1);
    Arguments.atLeast("samples", samples, 0);
    Arguments.atLeast("batch", batch, 1);
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(rate, "rate");
  }

  /** A step of which loss and rate are known. */
  public static PlainStep of(long step, long samples, int batch, double loss, double rate) {
    return new PlainStep(step, samples, batch, OptionalDouble.of(loss), OptionalDouble.of(rate));
  }
}
