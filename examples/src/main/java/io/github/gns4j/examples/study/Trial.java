package io.github.gns4j.examples.study;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One trial under way.
 *
 * @param task what is learned
 * @param costs what steps take
 * @param clock modelled time, advanced by the arm
 * @param watch told of every step by the arm
 * @param seed of the order of the samples
 */
record Trial(Task task, StepCosts costs, ModelledClock clock, Watch watch, long seed) {
  /**
   * Runs a trial from its start to its end.
   *
   * @param budget modelled seconds after which the target counts as missed
   */
  static CellResult run(Cell cell, StepCosts costs, double budget) {
    ModelledClock clock = new ModelledClock();
    long begin = System.nanoTime();
    MultiLayerNetwork network = cell.arm().network(cell.task(), cell.start(), cell.seed());
    Watch watch =
        new Watch(clock, budget, cell.task().target(), () -> cell.task().measure(network));
    cell.arm()
        .train(network, cell.start(), new Trial(cell.task(), costs, clock, watch, cell.seed()));
    return new CellResult(
        cell.key(),
        watch.outcome(),
        clock.seconds(),
        watch.steps(),
        watch.samples(),
        (System.nanoTime() - begin) * 1e-9,
        budget,
        watch.measured());
  }
}
