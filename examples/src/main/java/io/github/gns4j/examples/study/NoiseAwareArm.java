package io.github.gns4j.examples.study;

import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.NoiseAwareTrainerBuilder;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.report.StepReport;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A noise-aware optimizer under the trainer. It sees the modelled clock, so that what it decides
 * does not depend on how busy the machine is.
 *
 * @param name for tables and files
 * @param description in words
 * @param probed whether the rate finds itself
 * @param averaged whether the trainer keeps the average of the weights that belongs to a rate that
 *     finds itself, which is then measured in place of the weights
 * @param starts to try
 * @param optimizer its settings for a start
 */
record NoiseAwareArm(
    String name,
    String description,
    boolean probed,
    boolean averaged,
    List<Start> starts,
    Function<Start, NoiseAwareBuilder<?>> optimizer)
    implements Arm {
  @Override
  public MultiLayerNetwork network(Task task, Start start, long seed) {
    return task.network(new NoOp(), seed);
  }

  @Override
  public void train(MultiLayerNetwork network, Start start, Trial trial) {
    Passes passes = new Passes(trial, probed, averaged);
    network.addListeners(passes);
    TrainingData data = TrainingData.shuffled(trial.task().train(), trial.seed());
    NoiseAwareTrainerBuilder builder =
        NoiseAwareTrainer.of(network)
            .optimizer(optimizer.apply(start).nanoClock(trial.clock()))
            .listeners(passes::stepDone);
    if (!averaged) {
      builder.withoutAverage();
    }
    try (NoiseAwareTrainer trainer = builder.build()) {
      trial.watch().measureBy(() -> trainer.withAverage(_ -> trial.task().measure(network)));
      while (!trial.watch().isOver()) {
        trainer.fit(data, Budget.steps(1));
        StepReport step = passes.step();
        trial.watch().onStep(step.batch().samples(), step.loss().orElse(Double.NaN));
      }
    }
  }

  /**
   * Lets time pass for every backward pass: the first of a step takes what a whole step takes, each
   * further one, a probe's for instance, what forward and backward passes take. The slopes of a
   * rate that finds itself come on top, once more where a probe looks beyond its step, and once
   * more for an average of the weights: an upper bound, for each is fewer passes.
   */
  private static final class Passes extends BaseTrainingListener {
    private final Trial trial;
    private final boolean probed;
    private final boolean averaged;
    private boolean first = true;
    private StepReport step;

    Passes(Trial trial, boolean probed, boolean averaged) {
      this.trial = trial;
      this.probed = probed;
      this.averaged = averaged;
    }

    @Override
    public void onBackwardPass(Model model) {
      StepCosts.Kind kind = first ? StepCosts.Kind.NOISE_AWARE : StepCosts.Kind.GRADIENT;
      trial.clock().advance(trial.costs().seconds(kind, model.batchSize()));
      double slopes = trial.costs().seconds(StepCosts.Kind.SLOPES, model.batchSize());
      trial.clock().advance(probed ? slopes : 0);
      trial.clock().advance(first && averaged ? slopes : 0);
      first = false;
    }

    void stepDone(StepReport report) {
      first = true;
      step = report;
    }

    /** Returns what is known of the last step. */
    StepReport step() {
      return step;
    }
  }
}
