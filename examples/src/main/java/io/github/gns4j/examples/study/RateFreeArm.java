package io.github.gns4j.examples.study;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A learning-rate-free optimizer at a fixed batch. A step is charged what DL4J's Adam takes, so
 * that how it is written here, in whole-array operations, is not held against it.
 *
 * @param name for tables and files
 * @param description in words
 * @param starts to try, all at {@link #NO_RATE}
 * @param optimizer makes a new one
 */
record RateFreeArm(
    String name, String description, List<Start> starts, Supplier<RateFree> optimizer)
    implements Arm {
  /** The rate that their starts have in place of none. */
  static final double NO_RATE = 1;

  @Override
  public MultiLayerNetwork network(Task task, Start start, long seed) {
    MultiLayerNetwork network = task.network(new NoOp(), seed);
    network.initGradientsView();
    return network;
  }

  @Override
  public void train(MultiLayerNetwork network, Start start, Trial trial) {
    Dealer dealer = new Dealer(trial.task().train(), trial.seed());
    RateFree steps = optimizer.get();
    INDArray iterate = network.params().dup();
    while (!trial.watch().isOver()) {
      network.params().assign(iterate);
      DataSet data = dealer.next(start.batch());
      double loss = Gradients.compute(network, data);
      INDArray sum = network.getFlattenedGradients().reshape(iterate.shape());
      steps.step(iterate, sum.div(data.numExamples()));
      trial.clock().advance(trial.costs().seconds(StepCosts.Kind.DL4J, data.numExamples()));
      network.params().assign(steps.answer(iterate));
      trial.watch().onStep(data.numExamples(), loss);
    }
  }
}
