package io.github.gns4j.examples.study;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** A network to be trained on data until a measured number reaches a target. */
interface Task {
  /** Returns its name, for tables and files: no commas. */
  String name();

  /** Returns network and data in words. */
  String description();

  /** Returns a new network, initialised. */
  MultiLayerNetwork network(IUpdater updater, long seed);

  /** Returns all that is trained on. */
  DataSet train();

  /** Measures the network on held-out data: greater is better. */
  double measure(MultiLayerNetwork network);

  /** Returns the value of {@link #measure} to be reached. */
  double target();

  /** Returns the target in words. */
  String targetWords();
}
