package io.github.gns4j.examples.study;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A way of training, and the starts that it is tried from. */
interface Arm {
  /** Returns its name, for tables and files: no commas. */
  String name();

  /** Returns what it is, in words. */
  String description();

  /** Returns the starts, the most promising first. */
  List<Start> starts();

  /** Returns a new network to be trained. */
  MultiLayerNetwork network(Task task, Start start, long seed);

  /** Trains {@code network} until the watch of {@code trial} says that it is over. */
  void train(MultiLayerNetwork network, Start start, Trial trial);
}
