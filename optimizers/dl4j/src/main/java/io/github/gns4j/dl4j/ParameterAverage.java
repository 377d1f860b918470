package io.github.gns4j.dl4j;

import io.github.gns4j.WeightAverage;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The average of the parameters that a trainer keeps, if it keeps one: {@link WeightAverage} of
 * what the optimizer changes, lent to the network for evaluations and left to it at the end. Not
 * thread-safe.
 */
final class ParameterAverage {
  private final NetworkAdapter network;
  private final MasterParameters master;
  private final WeightAverage.Factory factory;
  private WeightAverage average;
  private boolean lent;
  private boolean left;

  /**
   * Begins an average.
   *
   * @param factory makes it, or null for none
   */
  ParameterAverage(NetworkAdapter network, MasterParameters master, WeightAverage.Factory factory) {
    this.network = network;
    this.master = master;
    this.factory = factory;
    this.average = factory == null ? null : create();
  }

  private WeightAverage create() {
    return factory.create(Kernels.select(Placement.HOST), master.array());
  }

  private boolean isKept() {
    return average != null;
  }

  /** Returns which average is kept, as the end of a sentence; nothing where none is. */
  String describe() {
    return isKept() ? " with their average (" + average.description() + ")" : "";
  }

  /** Takes in the parameters after a step, unless it was skipped. */
  void add(StepReport report) {
    if (isKept() && !report.gradient().isSkipped()) {
      average.add(report.batch().samples());
    }
  }

  /**
   * Lets the network compute with the average while {@code use} runs; with its own parameters where
   * none is kept or no step was applied yet. Whatever happens, they are back afterwards, bit for
   * bit. A network to which the average was left computes as it is.
   */
  <T, E extends Exception> T lend(NetworkUse<T, E> use) throws E {
    requireNotLent("an evaluation");
    if (left || isEmpty()) {
      return use.with(network.model());
    }
    exchange();
    lent = true;
    try {
      return use.with(network.model());
    } finally {
      lent = false;
      exchange();
    }
  }

  /**
   * Leaves the average to the network for good, if there is one. Not while it is lent.
   *
   * @throws IllegalStateException if the network's parameters were moved; then nothing has changed
   */
  void leave() {
    if (!left && !isEmpty()) {
      master.requireUnmoved();
      exchange();
      left = true;
    }
  }

  private boolean isEmpty() {
    return !isKept() || average.samples() == 0;
  }

  private void exchange() {
    average.exchange();
    master.toNetwork();
  }

  /**
   * Requires the network to have its own parameters.
   *
   * @throws IllegalStateException if it computes with the average
   */
  void requireNotLent(String what) {
    if (lent) {
      throw new IllegalStateException(
          what + " while the average stands in the place of the parameters, allowed: afterwards");
    }
  }

  /** Writes the average, if there is one. */
  void save(OutputStream out) throws IOException {
    if (isKept()) {
      average.save(out);
    }
  }

  /** Reads what {@link #save} wrote; nothing changes until {@link #resume}. */
  WeightAverage read(InputStream in) throws IOException {
    if (!isKept()) {
      return null;
    }
    WeightAverage read = create();
    read.restore(in);
    return read;
  }

  void resume(WeightAverage read) {
    average = read;
  }
}
