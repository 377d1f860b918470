package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segments;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Updates one block of parameters. State array: the block's scalars (and, in the first block of a
 * network, the network's) as bytes in the first {@value StateBytes#CAPACITY} elements, then the
 * moments, the mean gradient of an unfinished step if the updater accumulates, then what is set
 * aside for the scalars of the block's other tensors. DL4J tells neither the length of the block
 * nor its number of tensors before the first gradient arrives.
 *
 * <p>Used by one thread at a time, as DL4J does.
 */
final class BlockUpdater implements GradientUpdater<NoiseAwareUpdater> {
  static final String STATE_KEY = "GNS4J_STATE";

  /** Two moments and the mean. */
  private static final int MOST_SLICES = 3;

  private final NoiseAwareUpdater config;
  private final UpdaterAlgorithm algorithm;
  private final Family family;
  private Binding binding;
  private INDArray view;

  /** The memory of {@link #view}, and the moments and the mean in it. */
  private HostArray memory;

  private final HostArray[] slices = new HostArray[MOST_SLICES];
  private SharedNoise shared;
  private Scalars scalars;
  private BlockPasses passes;

  BlockUpdater(NoiseAwareUpdater config) {
    this.config = config;
    this.family = config.family();
    this.algorithm = family.algorithm();
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
    memory = null;
    scalars = new Scalars(family);
    shared = SharedNoises.join(this);
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

  /**
   * Returns the block's scalars as they are in the state array now, or were when SameDiff closed
   * that: it does so when a variable becomes a constant.
   */
  Scalars scalars() {
    if (!view.wasClosed()) {
      scalars.refresh(state());
    }
    return scalars;
  }

  /** Writes the scalars to the state array, if there still is one. */
  void writeScalars() {
    if (!view.wasClosed()) {
      scalars.write(state());
    }
  }

  private HostArray state() {
    if (memory == null || !NdArrays.isViewOf(memory, view)) {
      memory = NdArrays.view("updater state", view);
      Arrays.fill(slices, null);
    }
    return memory;
  }

  SharedNoise shared() {
    return shared;
  }

  /** Leaves the blocks found by the buffer for those of {@code group}. */
  void share(SharedNoise group) {
    shared = group;
  }

  /** Shows the parameters of the block. */
  void bind(Binding parameters) {
    binding = parameters;
    passes = null;
  }

  Optional<Binding> binding() {
    return Optional.ofNullable(binding);
  }

  /** Returns the samples of the batch under way, if the network can be asked. */
  OptionalInt samples() {
    return binding == null ? OptionalInt.empty() : binding.samples();
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (view == null) {
      throw new IllegalStateException("the updater has no state array yet");
    }
    if (gradient.isEmpty()) {
      return;
    }
    requireAttached();
    boolean stepped;
    try (NdLoan loan = NdLoan.writing("gradient", gradient);
        NdLoan parameters = algorithm.needsParameters() ? binding.lend(gradient.length()) : null) {
      UpdaterAlgorithm.Arrays arrays =
          arrays(loan.array(), parameters == null ? null : parameters.array());
      stepped = update(arrays, iteration, epoch);
    }
    if (!stepped) {
      gradient.assign(0);
    }
  }

  private void requireAttached() {
    if (binding == null && family.needsAttachment()) {
      throw new IllegalStateException(
          config.getClass().getSimpleName()
              + (family.accumulates() ? " with accumulate(" + family.accumulation() + ")" : "")
              + " is not attached to its network: call Attachment.attach(net) after init(), and"
              + " again after load, clone() or setLearningRate");
    }
  }

  /** Returns whether the gradient is an update now, or was put by. */
  private boolean update(UpdaterAlgorithm.Arrays arrays, int iteration, int epoch) {
    SharedNoise.Turn turn = shared.enter(this);
    if (family.accumulates() && !gather(arrays.gradient(), turn)) {
      return false;
    }
    double rate = config.getLearningRate(turn.scheduleIteration(iteration), epoch) * turn.gain();
    step(arrays, turn, rate);
    return true;
  }

  /** Mixes the gradient into the mean of the step's parts, or at the last part that into it. */
  private boolean gather(FlatArray gradient, SharedNoise.Turn turn) {
    HostArray mean = slice(algorithm.moments(), gradient.length());
    if (passes.gather(mean, gradient, turn.part())) {
      return true;
    }
    scalars.block().gather(turn.round(), gradient.length());
    writeScalars();
    return false;
  }

  private void step(UpdaterAlgorithm.Arrays arrays, SharedNoise.Turn turn, double rate) {
    BlockRecord record = scalars.block();
    long length = arrays.gradient().length();
    passes.step(algorithm, arrays, new UpdaterAlgorithm.Pace(rate, record.applied() + 1));
    long nonFinite = passes.nonFinite();
    if (nonFinite > 0) {
      record.skip(turn.round(), length, nonFinite);
    } else {
      record.apply(
          turn.round(),
          length,
          passes.totals(),
          algorithm.weights(record.applied() + 1).orElse(null),
          turn.part().total());
    }
    scalars.rate(rate);
    writeScalars();
  }

  private UpdaterAlgorithm.Arrays arrays(HostArray gradient, HostArray parameters) {
    HostArray state = state();
    if (gradient.type() != state.type()) {
      throw new IllegalArgumentException(
          "gradient is "
              + gradient.type()
              + ", allowed: "
              + state.type()
              + " as the updater state");
    }
    long length = gradient.length();
    long spare = state.length() - family.arrays() * length;
    if (spare < StateBytes.CAPACITY || spare % StateBytes.CAPACITY != 0) {
      throw new IllegalArgumentException(
          "gradient has "
              + length
              + " elements, which does not fit an updater state of "
              + state.length());
    }
    requireLength(length);
    if (passes == null || passes.segments().length() != length) {
      passes = new BlockPasses(parameters == null ? Segments.single(length) : binding.segments());
    }
    int moments = algorithm.moments();
    return new UpdaterAlgorithm.Arrays(
        parameters,
        gradient,
        moments > 0 ? slice(0, length) : null,
        moments > 1 ? slice(1, length) : null,
        passes.segments());
  }

  /** A state may fit in size and yet be that of other blocks: rates were changed before a load. */
  void requireLength(long length) {
    long written = scalars().block().length();
    if (written != 0 && written != length) {
      throw new IllegalStateException(
          "the updater state is that of "
              + written
              + " parameters, allowed: "
              + length
              + "; learning rates or updaters were changed since it was written");
    }
  }

  /** Returns the moment or mean {@code index} of a block of {@code length} parameters. */
  HostArray slice(int index, long length) {
    HostArray state = state();
    if (slices[index] == null || slices[index].length() != length) {
      slices[index] = state.slice(StateBytes.CAPACITY + index * length, length);
    }
    return slices[index];
  }
}
