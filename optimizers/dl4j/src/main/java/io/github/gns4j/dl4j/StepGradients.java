package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.ProbeGradient;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of the micro-batches of a step: computed once for the step, and once more, with the
 * same dropout masks, if its length is probed. Not thread-safe.
 */
final class StepGradients implements ProbeGradient {
  private final NetworkAdapter network;
  private final NoiseAwareOptimizer optimizer;
  private final MasterParameters master;
  private final Losses losses;
  private final List<MultiDataSet> parts = new ArrayList<>();
  private long seed;
  private long step;

  /**
   * What is minimised: the losses of the output layers, which may be scaled, and penalties.
   *
   * @param watch sees the gradients of the step's single samples, not those of a probe
   */
  record Losses(OutputLosses outputs, Penalties penalties, SampleWatch watch) {}

  /**
   * Binds a network.
   *
   * @param seed of dropout
   */
  StepGradients(
      NetworkAdapter network,
      NoiseAwareOptimizer optimizer,
      MasterParameters master,
      Losses losses,
      long seed) {
    this.network = network;
    this.optimizer = optimizer;
    this.master = master;
    this.losses = losses;
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  void setSeed(long newSeed) {
    seed = newSeed;
  }

  /** Starts the step after {@code steps}. */
  void start(long steps) {
    step = steps;
    parts.clear();
  }

  /** Keeps the samples of the next micro-batch, if a probe may want them again. */
  void keep(MultiDataSet part) {
    if (optimizer.isProbed()) {
      parts.add(part);
    }
  }

  /**
   * Leaves the gradient of a micro-batch in the network: of the scaled loss, summed over samples.
   *
   * @return mean loss, not scaled
   */
  double compute(MultiDataSet part, MicroBatch micro) {
    return compute(part, micro, losses.watch());
  }

  private double compute(MultiDataSet part, MicroBatch micro, SampleWatch watch) {
    seedGenerator(micro.index());
    double lossScale = optimizer.lossScale();
    double loss = losses.outputs().scaled(lossScale, () -> watch.gradient(network, part));
    losses.penalties().add(network, micro.samples() * lossScale);
    return loss;
  }

  /** Tells the optimizer of the single samples of the micro-batch that {@link #compute} was for. */
  void tellSamples(MicroBatch micro) {
    losses.watch().tell(optimizer, network, scale(micro));
  }

  /** Returns the gradient in the network. */
  HostArray view() {
    return NdArrays.view("gradient", network.gradients());
  }

  @Override
  public FlatArray at(MicroBatch micro) {
    master.toNetwork();
    compute(parts.get(micro.index()), micro, SampleWatch.NONE);
    return view();
  }

  @Override
  public double scale(MicroBatch micro) {
    return 1.0 / micro.samples();
  }

  /** What dropout draws is a function of seed, step and micro-batch, and so the same on resume. */
  private void seedGenerator(int microBatch) {
    long at = step << Short.SIZE | microBatch;
    Nd4j.getRandom().setSeed(seed ^ (at * InMemoryData.Shuffle.SEED_STEP));
  }
}
