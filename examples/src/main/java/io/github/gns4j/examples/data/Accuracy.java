package io.github.gns4j.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How many samples a classifier gets right. */
public final class Accuracy {
  private Accuracy() {}

  /**
   * Returns the share of samples whose greatest score is at the right class.
   *
   * @param scores one row a sample, one column a class
   * @param labels one-hot, of the same shape
   */
  public static double of(INDArray scores, INDArray labels) {
    INDArray right = scores.argMax(1).eq(labels.argMax(1));
    return right.castTo(labels.dataType()).meanNumber().doubleValue();
  }
}
