package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.statistics.GradientMoments;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the noise-aware updaters of a network know: one estimate for all its blocks of parameters.
 * Looked up anew at each call, so that a network whose updater was replaced ({@code
 * setLearningRate}) answers with the one it has now. Thread-safe as far as the network is.
 *
 * <p>Where some layers have other settings than the rest (another optimizer, other decays, another
 * batch size), each group has an estimate of its own and this is the one with most parameters.
 */
public final class NetworkNoise {
  private final Supplier<List<SharedNoise>> source;

  private NetworkNoise(Supplier<List<SharedNoise>> source) {
    this.source = source;
    groups();
  }

  /**
   * Returns the view on a network.
   *
   * @throws IllegalArgumentException if it is neither a MultiLayerNetwork nor a ComputationGraph,
   *     or none of its layers has a noise-aware updater
   */
  public static NetworkNoise of(Model model) {
    Objects.requireNonNull(model, "model");
    return new NetworkNoise(
        () -> {
          INDArray state = updaterState(model);
          return state == null ? List.of() : SharedNoises.of(state);
        });
  }

  /**
   * Returns the view on a graph of SameDiff. Its variables share one estimate once it is
   * {@linkplain Attachment#attach(SameDiff) attached}; before that each has its own, and this is
   * the one with most elements.
   *
   * @throws IllegalArgumentException if it has no noise-aware updater, or has not been trained yet
   */
  public static NetworkNoise of(SameDiff graph) {
    Objects.requireNonNull(graph, "graph");
    return new NetworkNoise(
        () -> SameDiffBlocks.of(graph).stream().map(BlockUpdater::shared).distinct().toList());
  }

  /** Returns the estimate in the metric of the optimizer: Adam's own, Euclidean for SGD. */
  public NoiseEstimate estimate() {
    return record().noise();
  }

  /** Returns the estimate in the Euclidean metric. */
  public NoiseEstimate euclidean() {
    return record().euclidean();
  }

  /** Returns the number of steps, skipped ones included; batches that were put by are none. */
  public long steps() {
    return record().steps();
  }

  /** Returns the number of samples in all batches. */
  public long samples() {
    return record().samples();
  }

  /** Returns the number of steps in which the gradient of some block was not finite. */
  public long skippedSteps() {
    return record().skipped();
  }

  /** Returns by what the base rates were multiplied in the last step. */
  public double gain() {
    return record().gain();
  }

  /** Returns the learning rate of the first block in the last step, 0 before the first step. */
  public double learningRate() {
    return largest().part().stream().findFirst().map(Scalars::rate).orElse(0.0);
  }

  /**
   * Tells the number of samples in the next step's batch; it holds until it is told anew.
   *
   * @param samples at least 1
   */
  public void nextBatch(int samples) {
    Arguments.atLeast("samples", samples, 1);
    groups().forEach(group -> group.announce(samples));
  }

  /**
   * Tells what the single samples of the next step's batch show, in the Euclidean metric; it holds
   * for that step.
   *
   * @param moments over all parameters, or over a part that stands for them; each group is a sample
   */
  public void nextSamples(GradientMoments moments) {
    if (Objects.requireNonNull(moments, "moments").groups() != moments.samples()) {
      throw new IllegalArgumentException(
          "moments have "
              + moments.groups()
              + " groups of "
              + moments.samples()
              + " samples, allowed: a group for each sample");
    }
    groups().forEach(group -> group.announce(moments));
  }

  /** Tells both of the next step's batch. */
  void next(GradientMoments moments) {
    for (SharedNoise group : groups()) {
      group.announce(moments.groups());
      group.announce(moments);
    }
  }

  /**
   * Tells the same of a batch whose mean gradient is the one that the updaters step with, if they
   * take a step with each batch and share one estimate.
   *
   * @param squares {@code Σ|g_i|²}
   * @return whether they do; otherwise nothing was told
   */
  boolean nextStepped(int samples, double squares) {
    List<SharedNoise> groups = groups();
    if (groups.size() > 1 || groups.getFirst().family().accumulates()) {
      return false;
    }
    groups.getFirst().announce(samples);
    groups.getFirst().announceStepped(samples, squares);
    return true;
  }

  /** Tells whether the next batch completes a step; for updaters that accumulate. */
  void planLast(boolean last) {
    groups().forEach(group -> group.plan(last));
  }

  SharedNoise largest() {
    return groups().stream().max(Comparator.comparingLong(SharedNoise::size)).orElseThrow();
  }

  private NetworkRecord record() {
    return largest().current();
  }

  private List<SharedNoise> groups() {
    List<SharedNoise> groups = source.get();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "the network has no noise-aware updater: configure NoiseAwareAdam, NoiseAwareSgd or"
              + " NoiseAwareLamb");
    }
    return groups;
  }

  private static INDArray updaterState(Model model) {
    return switch (model) {
      case MultiLayerNetwork net -> net.getUpdater().getStateViewArray();
      case ComputationGraph net -> net.getUpdater().getStateViewArray();
      default -> throw NetworkLayout.unsupported(model);
    };
  }
}
