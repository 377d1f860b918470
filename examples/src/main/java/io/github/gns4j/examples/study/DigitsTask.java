package io.github.gns4j.examples.study;

import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.examples.race.Evaluator;
import io.github.gns4j.examples.race.Tensors;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Handwritten digits: the share of test images classified rightly. */
final class DigitsTask implements Task {
  /** Three standard errors of the accuracy over 300 images at 95%. */
  private static final double MARGIN = 0.038;

  private final String name;
  private final Maker maker;
  private final DigitSplit split;
  private final double target;
  private final DataSet train;
  private final Evaluator evaluator;

  /** Makes a new network for images of one size. */
  interface Maker {
    MultiLayerNetwork network(Digits digits, IUpdater updater, long seed);
  }

  /**
   * Prepares the images.
   *
   * @param target share of the test images, in (0, 1)
   */
  private DigitsTask(String name, Maker maker, DigitSplit split, double target) {
    this.name = name;
    this.maker = maker;
    this.split = split;
    this.target = target;
    this.train = Tensors.dataSet(split.train());
    this.evaluator = new Evaluator(split.test());
  }

  /** Returns the task of a dense network. */
  static DigitsTask dense(DigitSplit split, double target) {
    return new DigitsTask("dense", NetworkKind.DENSE::network, split, target);
  }

  /** Returns the task of a convolutional network. */
  static DigitsTask convolutional(DigitSplit split, double target) {
    return new DigitsTask("convolutional", NetworkKind.SMALL_LENET::network, split, target);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s network, %,d parameters, on %,d digits (%,d to test on)",
        name,
        network(new NoOp(), 1).numParams(),
        split.train().size(),
        split.test().size());
  }

  @Override
  public MultiLayerNetwork network(IUpdater updater, long seed) {
    return maker.network(split.train(), updater, seed);
  }

  @Override
  public DataSet train() {
    return train;
  }

  @Override
  public double measure(MultiLayerNetwork network) {
    return evaluator.accuracy(network, target - MARGIN);
  }

  @Override
  public double target() {
    return target;
  }

  @Override
  public String targetWords() {
    return String.format(Locale.ROOT, "test accuracy %.0f%%", 100 * target);
  }
}
