package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Updates one block of parameters. State array: the block's scalars (and, in the first block of a
 * network, the network's) as bytes in the first {@value StateBytes#CAPACITY} elements, then the
 * moments, then what is set aside for the scalars of the block's other tensors. DL4J tells neither
 * the length of the block nor its number of tensors before the first gradient arrives.
 *
 * <p>Used by one thread at a time, as DL4J does.
 */
final class BlockUpdater implements GradientUpdater<NoiseAwareUpdater> {
  static final String STATE_KEY = "GNS4J_STATE";

  private final NoiseAwareUpdater config;
  private final UpdaterAlgorithm algorithm;
  private INDArray view;
  private SharedNoise shared;
  private Scalars scalars;
  private Work work;

  BlockUpdater(NoiseAwareUpdater config) {
    this.config = config;
    this.algorithm = config.algorithm();
  }

  @Override
  public NoiseAwareUpdater getConfig() {
    return config;
  }

  void bind(INDArray viewArray, boolean initialize) {
    NdArrays.parameters("updater state", viewArray);
    if (viewArray.length() < StateBytes.CAPACITY) {
      throw new IllegalArgumentException(
          "updater state has "
              + viewArray.length()
              + " elements, allowed: at least "
              + StateBytes.CAPACITY);
    }
    if (initialize) {
      viewArray.assign(0);
    }
    view = viewArray;
    scalars = new Scalars(config.family());
    shared = SharedNoise.join(this);
  }

  INDArray view() {
    return view;
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    bind(viewArray, initialize);
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    INDArray state = stateMap.get(STATE_KEY);
    if (state == null || stateMap.size() != 1) {
      throw new IllegalArgumentException(
          "updater state has arrays " + stateMap.keySet() + ", allowed: " + STATE_KEY);
    }
    bind(state, initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(STATE_KEY, view);
  }

  /** Returns the block's scalars as they are in the state array now. */
  Scalars scalars() {
    scalars.refresh(NdArrays.view("updater state", view));
    return scalars;
  }

  /** Writes the scalars to the state array. */
  void writeScalars() {
    scalars.write(NdArrays.view("updater state", view));
  }

  SharedNoise shared() {
    return shared;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (view == null) {
      throw new IllegalStateException("the updater has no state array yet");
    }
    if (gradient.isEmpty()) {
      return;
    }
    try (NdLoan loan = NdLoan.writing("gradient", gradient)) {
      update(loan.array(), iteration, epoch);
    }
  }

  private void update(HostArray gradient, int iteration, int epoch) {
    UpdaterAlgorithm.Arrays arrays = arrays(gradient);
    SharedNoise.Turn turn = shared.enter(this);
    BlockRecord record = scalars.block();
    double rate = config.getLearningRate(turn.scheduleIteration(iteration), epoch) * turn.gain();
    work.run(arrays, new UpdaterAlgorithm.Pace(rate, record.applied() + 1));
    long nonFinite = work.guard.nonFinite();
    if (nonFinite > 0) {
      record.skip(turn.round(), gradient.length(), nonFinite);
    } else {
      record.apply(
          turn.round(),
          gradient.length(),
          work.sums,
          algorithm.weights(record.applied() + 1).orElse(null),
          turn.batch());
    }
    scalars.rate(rate);
    writeScalars();
  }

  private UpdaterAlgorithm.Arrays arrays(HostArray gradient) {
    HostArray state = NdArrays.view("updater state", view);
    if (gradient.type() != state.type()) {
      throw new IllegalArgumentException(
          "gradient is "
              + gradient.type()
              + ", allowed: "
              + state.type()
              + " as the updater state");
    }
    long length = gradient.length();
    int moments = algorithm.moments();
    long spare = state.length() - moments * length;
    if (spare < StateBytes.CAPACITY || spare % StateBytes.CAPACITY != 0) {
      throw new IllegalArgumentException(
          "gradient has "
              + length
              + " elements, which does not fit an updater state of "
              + state.length());
    }
    if (work == null || work.segments.length() != length) {
      work = new Work(Segments.single(length));
    }
    long start = StateBytes.CAPACITY;
    return new UpdaterAlgorithm.Arrays(
        gradient,
        moments > 0 ? state.slice(start, length) : null,
        moments > 1 ? state.slice(start + length, length) : null,
        work.segments);
  }

  /** The two passes over a block: what is in the gradient, then the step. */
  private final class Work {
    private final Kernels kernels = Kernels.select(Placement.HOST);
    private final Segments segments;
    private final Sums guard;
    private final Sums sums;

    Work(Segments segments) {
      this.segments = segments;
      this.guard = kernels.newSums(segments);
      this.sums = kernels.newSums(segments);
    }

    void run(UpdaterAlgorithm.Arrays arrays, UpdaterAlgorithm.Pace pace) {
      kernels.squaredNorm(arrays.gradient(), 1, null, guard);
      Gate gate = Gate.finite(guard, Sum.GRADIENT_SQUARED);
      algorithm.step(kernels, arrays, pace, gate, sums);
    }
  }
}
