package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.report.StepReport;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The step under way, micro-batch by micro-batch. Between two of them it can be saved, and what
 * fails leaves out the micro-batch that it failed in. Not thread-safe.
 */
final class StepLoop {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final NetworkAdapter network;
  private final NoiseAwareOptimizer optimizer;
  private final MasterParameters master;
  private final Losses losses;
  private long seed;
  private Gathered gathered = Gathered.NOTHING;
  private boolean busy;

  /** What is minimised: the losses of the output layers, which may be scaled, and penalties. */
  record Losses(OutputLosses outputs, Penalties penalties) {}

  /** The micro-batches of a step so far; {@code loss} is summed over the samples. */
  record Gathered(int microBatches, long samples, double loss) {
    static final Gathered NOTHING = new Gathered(0, 0, 0);

    Gathered plus(int added, double meanLoss) {
      return new Gathered(microBatches + 1, samples + added, loss + meanLoss * added);
    }
  }

  StepLoop(
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

  Gathered gathered() {
    return gathered;
  }

  /** Takes up a step that was saved; the optimizer has its gradients. */
  void resume(Gathered saved, long savedSeed) {
    gathered = saved;
    seed = savedSeed;
  }

  /** Returns whether the network or the optimizer is at work, so that nothing can be saved. */
  boolean isBusy() {
    return busy;
  }

  /** Returns whether the batch has micro-batches left. */
  boolean isOpen() {
    return gathered.microBatches() < optimizer.nextBatch().accumulationSteps();
  }

  /** Computes the next micro-batch; returns {@code false} where the data have ended. */
  boolean gather(TrainingData data) {
    busy = true;
    try {
      BatchPlan plan = optimizer.nextBatch();
      MicroBatch planned = plan.microBatch(gathered.microBatches());
      long begin = System.nanoTime();
      Optional<MultiDataSet> part = data.next(planned.samples());
      network.dataTook((System.nanoTime() - begin) / NANOS_PER_MILLI);
      part.ifPresent(samples -> compute(samples, planned));
      return part.isPresent();
    } finally {
      busy = false;
    }
  }

  private void compute(MultiDataSet part, MicroBatch planned) {
    int samples = Rows.count(part);
    optimizer.dataReady();
    seedGenerator(planned.index());
    double lossScale = optimizer.lossScale();
    double loss = losses.outputs().scaled(lossScale, () -> network.gradient(part));
    losses.penalties().add(network, samples * lossScale);
    optimizer.accumulate(
        NdArrays.view("gradient", network.gradients()),
        new MicroBatch(planned.index(), planned.count(), samples),
        1.0 / samples);
    gathered = gathered.plus(samples, loss);
  }

  /** Takes the step, if there were samples for it. */
  Optional<StepReport> finish() {
    if (gathered.samples() == 0) {
      return Optional.empty();
    }
    busy = true;
    try {
      double loss = gathered.loss() / gathered.samples();
      network.gradientCalculated();
      optimizer.loss(loss);
      StepReport report = optimizer.step();
      gathered = Gathered.NOTHING;
      master.toNetwork();
      network.iterationDone(loss);
      return Optional.of(report);
    } finally {
      busy = false;
    }
  }

  /** What dropout draws is a function of seed, step and micro-batch, and so the same on resume. */
  private void seedGenerator(int microBatch) {
    long step = optimizer.steps() << Short.SIZE | microBatch;
    Nd4j.getRandom().setSeed(seed ^ (step * InMemoryData.Shuffle.SEED_STEP));
  }
}
