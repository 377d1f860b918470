package io.github.gns4j.dl4j;

import io.github.gns4j.ProbeGradient;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of the micro-batches of a step: computed once for the step, and once more, with the
 * same dropout masks, if its length is probed. Not thread-safe.
 */
final class StepGradients implements ProbeGradient {
  private final NetworkAdapter network;
  private final Penalties penalties;
  private final SampleWatch watch;
  private final OptionalLong masks;
  private final boolean probed;
  private final List<MultiDataSet> parts = new ArrayList<>();
  private long step;

  /**
   * Binds a network.
   *
   * @param watch sees the gradients of the step's single samples, not those of a probe
   * @param seed of the dropout masks; without it a probe draws one, for it needs the same masks
   *     twice
   * @param probed whether parts are kept for a probe
   */
  StepGradients(
      NetworkAdapter network,
      Penalties penalties,
      SampleWatch watch,
      OptionalLong seed,
      boolean probed) {
    this.network = network;
    this.penalties = penalties;
    this.watch = watch;
    this.probed = probed;
    this.masks = seed.isEmpty() && probed ? OptionalLong.of(Nd4j.getRandom().nextLong()) : seed;
  }

  /** Starts the step after {@code steps}. */
  void start(long steps) {
    step = steps;
    parts.clear();
  }

  /** Leaves the gradient of the next micro-batch in the network; returns its mean loss. */
  double compute(MultiDataSet part, MicroBatch micro) {
    if (probed) {
      parts.add(part);
    }
    return gradient(part, micro, watch);
  }

  /** Returns the gradient in the network: a sum over the samples of the micro-batch. */
  HostArray view() {
    return NdArrays.view("gradient", network.gradients());
  }

  @Override
  public FlatArray at(MicroBatch micro) {
    gradient(parts.get(micro.index()), micro, SampleWatch.NONE);
    return view();
  }

  @Override
  public double scale(MicroBatch micro) {
    return 1.0 / micro.samples();
  }

  private double gradient(MultiDataSet part, MicroBatch micro, SampleWatch by) {
    if (masks.isPresent()) {
      long at = step << Short.SIZE | micro.index();
      Nd4j.getRandom().setSeed(masks.getAsLong() ^ (at * InMemoryData.Shuffle.SEED_STEP));
    }
    double loss = by.gradient(network, part);
    penalties.add(network, micro.samples());
    return loss;
  }
}
