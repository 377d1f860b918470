package io.github.gns4j.examples.study;

import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.TrainingData;
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
 * @param starts to try
 * @param optimizer its settings for a start
 */
record NoiseAwareArm(
    String name,
    String description,
    boolean probed,
    List<Start> starts,
    Function<Start, NoiseAwareBuilder<?>> optimizer)
    implements Arm {

  @Override
  public MultiLayerNetwork network(Task task, Start start, long seed) {
    return task.network(new NoOp(), seed);
  }

  @Override
  public void train(MultiLayerNetwork network, Start start, Trial trial) {
    Passes passes = new Passes(trial, probed);
    network.addListeners(passes);
    TrainingData data = TrainingData.shuffled(trial.task().train(), trial.seed());
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(network)
            .optimizer(optimizer.apply(start).nanoClock(trial.clock()))
            .listeners(
                report -> {
                  passes.stepDone();
                  trial.watch().onStep(report.batch().samples(), report.loss().orElse(Double.NaN));
                })
            .build()) {
      while (!trial.watch().isOver()) {
        trainer.fit(data, Budget.steps(1));
      }
    }
  }

  /**
   * Lets time pass for every backward pass: the first of a step takes what a whole step takes, each
   * further one, a probe's for instance, what forward and backward passes take. The slopes of a
   * rate that finds itself come on top.
   */
  private static final class Passes extends BaseTrainingListener {
    private final Trial trial;
    private final boolean probed;
    private boolean first = true;

    Passes(Trial trial, boolean probed) {
      this.trial = trial;
      this.probed = probed;
    }

    @Override
    public void onBackwardPass(Model model) {
      StepCosts.Kind kind = first ? StepCosts.Kind.NOISE_AWARE : StepCosts.Kind.GRADIENT;
      trial.clock().advance(trial.costs().seconds(kind, model.batchSize()));
      if (first && probed) {
        trial.clock().advance(trial.costs().seconds(StepCosts.Kind.SLOPES, model.batchSize()));
      }
      first = false;
    }

    void stepDone() {
      first = true;
    }
  }
}
