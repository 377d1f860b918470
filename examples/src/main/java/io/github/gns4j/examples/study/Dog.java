package io.github.gns4j.examples.study;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DoG, distance over gradients (Ivgi, Hinder &amp; Carmon 2023, arXiv 2302.12022): SGD with {@code
 * η_t = max_{i≤t} |x_i − x_0| / √Σ_{i≤t} |g_i|²}, the distance being at least {@code r_ε = 1e-6·(1
 * + |x_0|)}. The answer is the average with polynomial decay of order 8 that the paper uses.
 */
final class Dog implements RateFree {
  private static final double RELATIVE_START = 1e-6;
  private static final double EPSILON = 1e-8;
  private static final double DECAY_ORDER = 8;

  private INDArray start;
  private INDArray average;
  private double distance;
  private double squares;
  private long steps;

  @Override
  public void step(INDArray parameters, INDArray gradient) {
    double norm = gradient.norm2Number().doubleValue();
    if (!Double.isFinite(norm)) {
      return;
    }
    if (start == null) {
      start = parameters.dup();
      average = parameters.dup();
      distance = RELATIVE_START * (1 + start.norm2Number().doubleValue());
    }
    distance = Math.max(distance, parameters.distance2(start));
    squares += norm * norm;
    parameters.subi(gradient.muli(distance / Math.sqrt(squares + EPSILON)));
    steps++;
    double weight = Math.min(1, (1 + DECAY_ORDER) / (steps + DECAY_ORDER));
    average.muli(1 - weight).addi(parameters.mul(weight));
  }

  @Override
  public INDArray answer(INDArray parameters) {
    return average == null ? parameters : average;
  }
}
