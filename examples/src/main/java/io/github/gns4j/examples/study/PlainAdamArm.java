package io.github.gns4j.examples.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * DL4J's Adam with DL4J's {@code fit} at a fixed rate and batch.
 *
 * @param starts the grid, from its middle outwards
 */
record PlainAdamArm(List<Start> starts) implements Arm {
  /** The arm's name. */
  static final String NAME = "dl4j-adam";

  private static final Start MIDDLE = new Start(3e-3, 64);

  /** Makes the grid of all rates and batches; the middle first, so that the best is found early. */
  static PlainAdamArm grid(List<Double> rates, List<Integer> batches) {
    List<Start> grid = new ArrayList<>();
    for (double rate : rates) {
      batches.forEach(batch -> grid.add(new Start(rate, batch)));
    }
    grid.sort(Comparator.comparingDouble(PlainAdamArm::fromMiddle));
    return new PlainAdamArm(List.copyOf(grid));
  }

  private static double fromMiddle(Start start) {
    return Math.hypot(
        Math.log(start.rate() / MIDDLE.rate()), Math.log((double) start.batch() / MIDDLE.batch()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "DL4J's Adam at a fixed rate and batch";
  }

  @Override
  public MultiLayerNetwork network(Task task, Start start, long seed) {
    return task.network(new Adam(start.rate()), seed);
  }

  @Override
  public void train(MultiLayerNetwork network, Start start, Trial trial) {
    Dealer dealer = new Dealer(trial.task().train(), trial.seed());
    while (!trial.watch().isOver()) {
      DataSet data = dealer.next(start.batch());
      network.fit(data);
      trial.clock().advance(trial.costs().seconds(StepCosts.Kind.DL4J, data.numExamples()));
      trial.watch().onStep(data.numExamples(), network.score());
    }
  }
}
