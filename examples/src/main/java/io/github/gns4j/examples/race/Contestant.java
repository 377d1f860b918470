package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.monitor.log.RunListener;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A way of training a network. */
interface Contestant {
  /** Returns its name, for tables, charts and file names. */
  String name();

  /** Returns its settings by name, for the run log. */
  Map<String, Object> settings();

  /** Returns a new network to be trained. */
  MultiLayerNetwork network(Digits train);

  /**
   * Trains {@code network} until the referee says that the run is over, telling referee and
   * listener of each step.
   */
  void train(MultiLayerNetwork network, Digits train, Referee referee, RunListener listener);
}
