package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.report.StepReport;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The step under way, micro-batch by micro-batch. Between two of them it can be saved, and what
 * fails leaves out the micro-batch that it failed in. Not thread-safe.
 */
final class StepLoop {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final NetworkAdapter network;
  private final NoiseAwareOptimizer optimizer;
  private final MasterParameters master;
  private final StepGradients gradients;
  private Gathered gathered = Gathered.NOTHING;
  private byte[] dataBefore;
  private boolean busy;

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
      StepGradients gradients) {
    this.network = network;
    this.optimizer = optimizer;
    this.master = master;
    this.gradients = gradients;
  }

  long seed() {
    return gradients.seed();
  }

  Gathered gathered() {
    return gathered;
  }

  /**
   * Returns where the data stood before the step under way, if its samples are wanted again after a
   * restore: for a probe. Otherwise null.
   */
  byte[] dataBefore() {
    return gathered.microBatches() > 0 ? dataBefore : null;
  }

  /** Takes up a step that was saved; the optimizer has its gradients. */
  void resume(Gathered saved, long seed) {
    gathered = saved;
    gradients.setSeed(seed);
    gradients.start(optimizer.steps());
  }

  /** Takes the samples of the micro-batches so far again, from data that stand before the step. */
  void replay(TrainingData data) {
    if (!optimizer.isProbed()) {
      return;
    }
    dataBefore = TrainerState.bytes(data);
    BatchPlan plan = optimizer.nextBatch();
    for (int i = 0; i < gathered.microBatches(); i++) {
      Optional<MultiDataSet> part = data.next(plan.microBatch(i).samples());
      gradients.keep(
          part.orElseThrow(
              () -> new IllegalArgumentException("the data end before the step that was saved")));
    }
  }

  /**
   * Requires network and optimizer to be at rest.
   *
   * @throws IllegalStateException if they are at work
   */
  void requireIdle(String what) {
    if (busy) {
      throw new IllegalStateException(
          what + " while a gradient is computed or applied, allowed: between micro-batches");
    }
  }

  /** Returns whether the batch has micro-batches left. */
  boolean isOpen() {
    return gathered.microBatches() < optimizer.nextBatch().accumulationSteps();
  }

  /** Computes the next micro-batch; returns {@code false} where the data have ended. */
  boolean gather(TrainingData data) {
    busy = true;
    try {
      if (gathered.microBatches() == 0) {
        dataBefore = optimizer.isProbed() ? TrainerState.bytes(data) : null;
        gradients.start(optimizer.steps());
      }
      MicroBatch planned = optimizer.nextBatch().microBatch(gathered.microBatches());
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
    MicroBatch micro = new MicroBatch(planned.index(), planned.count(), samples);
    optimizer.dataReady();
    double loss = gradients.compute(part, micro);
    optimizer.accumulate(gradients.view(), micro, gradients.scale(micro));
    gradients.tellSamples(micro);
    gradients.keep(part);
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
      StepReport report = optimizer.step(gradients);
      gathered = Gathered.NOTHING;
      master.toNetwork();
      network.iterationDone(loss);
      return Optional.of(report);
    } finally {
      busy = false;
    }
  }
}
