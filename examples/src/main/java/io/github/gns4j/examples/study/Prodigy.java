package io.github.gns4j.examples.study;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Prodigy in its Adam form (Mishchenko &amp; Defazio 2023, arXiv 2306.06101, algorithm 4) with the
 * paper's settings: {@code β = (0.9, 0.999)}, {@code ε = 1e-8}, {@code d_0 = 1e-6}, {@code γ = 1},
 * no bias correction. The distance {@code d} to the solution is estimated from below by {@code
 * r/|s|₁} with {@code r} and {@code s} the averages of {@code d²⟨g, x_0 − x⟩} and {@code d²g}.
 */
final class Prodigy implements RateFree {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double BETA3 = Math.sqrt(BETA2);
  private static final double EPSILON = 1e-8;
  private static final double FIRST_DISTANCE = 1e-6;

  private INDArray start;
  private INDArray mean;
  private INDArray square;
  private INDArray weighted;
  private double inner;
  private double distance = FIRST_DISTANCE;

  @Override
  public void step(INDArray parameters, INDArray gradient) {
    if (!Double.isFinite(gradient.norm2Number().doubleValue())) {
      return;
    }
    if (start == null) {
      start = parameters.dup();
      mean = Nd4j.zerosLike(parameters);
      square = Nd4j.zerosLike(parameters);
      weighted = Nd4j.zerosLike(parameters);
    }
    double d = distance;
    double descent = Nd4j.getBlasWrapper().dot(gradient, start.sub(parameters));
    inner = BETA3 * inner + (1 - BETA3) * d * d * descent;
    weighted.muli(BETA3).addi(gradient.mul((1 - BETA3) * d * d));
    mean.muli(BETA1).addi(gradient.mul((1 - BETA1) * d));
    square.muli(BETA2).addi(gradient.muli(gradient).muli((1 - BETA2) * d * d));
    double size = weighted.norm1Number().doubleValue();
    if (size > 0) {
      distance = Math.max(d, inner / size);
    }
    parameters.subi(mean.div(Transforms.sqrt(square).addi(d * EPSILON)).muli(d));
  }

  @Override
  public INDArray answer(INDArray parameters) {
    return parameters;
  }

  /** Returns the estimated distance to the solution. */
  double distance() {
    return distance;
  }
}
