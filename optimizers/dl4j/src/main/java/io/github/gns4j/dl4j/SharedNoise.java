package io.github.gns4j.dl4j;

import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the blocks of one network share whose settings agree; {@link SharedNoises} is where they
 * find it.
 *
 * <p>The rate of a step is decided when its first block comes, from the sums that all blocks left
 * in the steps before: all blocks of a step use the same gain. Nothing is kept here that is not in
 * the state arrays, but for what was announced of the next batch.
 *
 * <p>Thread-safe.
 */
final class SharedNoise {
  private final Family family;
  private final TreeMap<Long, BlockUpdater> blocks = new TreeMap<>();

  /** The blocks in their order, the first of which holds the scalars of the network. */
  private List<BlockUpdater> inOrder = List.of();

  private final List<Scalars> tookPart = new ArrayList<>();
  private int announced;
  private final ShownSamples shown = new ShownSamples();
  private Boolean plannedLast;

  /**
   * What a block needs for its step.
   *
   * @param round number of the network's step, from 1
   * @param gain factor of the base rate
   * @param part of a step that the round is
   * @param clockLead base steps that the rate's clock is ahead of the rounds
   */
  record Turn(long round, double gain, Part part, double clockLead) {
    /** Returns the iteration at which to ask a schedule: DL4J's, moved by the clock's lead. */
    int scheduleIteration(int iteration) {
      return (int) Math.max(0, Math.floor(iteration + clockLead));
    }
  }

  SharedNoise(Family family) {
    this.family = family;
    this.announced = family.batchSize();
  }

  /** Takes over from other groups: the record of the network, and the blocks. */
  synchronized void begin(NetworkRecord record) {
    for (BlockUpdater block : inOrder) {
      block.share(this);
      block.scalars().joinNetwork(block == holder() ? record : null, record.round());
      block.writeScalars();
    }
  }

  /**
   * Goes on as {@code before} would, whose blocks were laid out otherwise, with what was told of
   * the next batch; the blocks have their own records already. {@code before} is not used again.
   */
  void resume(SharedNoise before) {
    synchronized (before) {
      synchronized (this) {
        announced = before.announced;
        shown.take(before.shown);
        plannedLast = before.plannedLast;
        if (before.network().round() > 0) {
          holder().scalars().holdNetwork(before.network());
          holder().writeScalars();
        }
      }
    }
  }

  /** Returns the number of blocks. */
  synchronized int count() {
    return inOrder.size();
  }

  /** Adds a block that stands at {@code place} among the others. */
  synchronized void add(BlockUpdater block, long place) {
    blocks.put(place, block);
    inOrder = List.copyOf(blocks.values());
  }

  /** Announces the samples of the next batch. */
  synchronized void announce(int samples) {
    announced = samples;
  }

  /** Announces what the samples of the next step show. */
  synchronized void announce(GradientMoments moments) {
    shown.set(moments);
  }

  /**
   * Announces what the samples of the next step show, if their mean is the gradient it steps with.
   */
  synchronized void announceStepped(int samples, double sumOfSquares) {
    shown.setStepped(samples, sumOfSquares);
  }

  /** Announces whether the next batch, and only that, completes a step. */
  synchronized void plan(boolean last) {
    plannedLast = last;
  }

  Family family() {
    return family;
  }

  /** Begins the turn of {@code block}; the first block of a step begins the step. */
  synchronized Turn enter(BlockUpdater block) {
    NetworkRecord network = network();
    long last = block.scalars().block().round();
    if (last >= network.round()) {
      settle(network);
      OptionalInt known = block.samples();
      announced = known.orElse(announced);
      network.begin(last, announced, plannedLast, shown);
      plannedLast = null;
      if (holder() != block) { // its own turn ends with writing them
        holder().writeScalars();
      }
    }
    return new Turn(network.round(), network.gain(), network.part(), network.clockLead());
  }

  /**
   * Settles the step under way if all blocks took part, and returns the state after it. A block
   * that let a whole round pass is not waited for: DL4J leaves out tensors of pretraining.
   */
  synchronized NetworkRecord current() {
    NetworkRecord network = network();
    boolean complete =
        inOrder.stream()
            .mapToLong(b -> b.scalars().block().round())
            .allMatch(round -> round == network.round() || round < network.round() - 1);
    if (complete && !network.isSettled()) {
      settle(network);
      holder().writeScalars();
    }
    return network;
  }

  /** Settles the step under way, which no block will take part in any more. */
  synchronized void settle() {
    NetworkRecord network = network();
    if (!network.isSettled()) {
      settle(network);
      holder().writeScalars();
    }
  }

  /** Returns what the blocks that took part in the last step left. */
  synchronized List<Scalars> part() {
    return List.copyOf(part(network()));
  }

  /** Returns the number of elements in the state arrays of all blocks. */
  synchronized long size() {
    return inOrder.stream().mapToLong(b -> b.view().length()).sum();
  }

  private BlockUpdater holder() {
    return inOrder.getFirst();
  }

  private NetworkRecord network() {
    return holder().scalars().holdNetwork();
  }

  /** Always the same list, filled anew. */
  private List<Scalars> part(NetworkRecord network) {
    tookPart.clear();
    for (int i = 0; i < inOrder.size(); i++) {
      Scalars scalars = inOrder.get(i).scalars();
      if (scalars.block().round() == network.round()) {
        tookPart.add(scalars);
      }
    }
    return tookPart;
  }

  private void settle(NetworkRecord network) {
    List<Scalars> part = part(network);
    if (network.isSettled() || part.isEmpty()) {
      return;
    }
    long nonFinite = 0;
    boolean applied = false;
    double gradientSquared = 0;
    for (int i = 0; i < part.size(); i++) {
      BlockRecord block = part.get(i).block();
      nonFinite += block.nonFinite();
      applied |= block.nonFinite() == 0;
      gradientSquared += block.gradientSquared();
    }
    if (network.settle(applied, nonFinite, gradientSquared) && isShown(part)) {
      network.observe(
          trace(part, Metric.EUCLIDEAN),
          signal(part, Metric.EUCLIDEAN),
          part.getLast().block().moments());
      network.observeOwn(
          trace(part, Metric.OPTIMIZER),
          signal(part, Metric.OPTIMIZER),
          part.getLast().block().moments());
    }
  }

  /** Whether all blocks show their noise. */
  private static boolean isShown(List<Scalars> part) {
    for (int i = 0; i < part.size(); i++) {
      if (!part.get(i).block().moments().isReady()) {
        return false;
      }
    }
    return true;
  }

  /** The estimates of disjoint parts of the gradient add up. */
  private static double trace(List<Scalars> part, Metric metric) {
    double trace = 0;
    for (int i = 0; i < part.size(); i++) {
      trace += part.get(i).block().moments().traceSigma(metric);
    }
    return trace;
  }

  private static double signal(List<Scalars> part, Metric metric) {
    double signal = 0;
    for (int i = 0; i < part.size(); i++) {
      signal += part.get(i).block().moments().signalSquared(metric);
    }
    return signal;
  }
}
