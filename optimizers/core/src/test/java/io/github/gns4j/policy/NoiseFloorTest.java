package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the loss no longer falls at a fixed rate, {@code ΣG·s + ½ΣsᵀHs = 0} on a quadratic, and the
 * best step length is 1/2 whatever momentum and spectrum, if all steps have the same weight. With
 * weights {@code w} it is {@code 1/2 − Σw·ΔL/Σw·sᵀHs}, where {@code ΔL} is the change of the loss:
 * {@code −G·s − ½sᵀHs = −ΔL} for each step.
 */
class NoiseFloorTest {
  private static final int SIZE = 20;
  private static final int STEPS = 200_000;
  private static final int BURN_IN = 2_000;

  /** Weight of the past: all of the run counts. */
  private static final double KEEP = 1 - 1e-7;

  private static final double OF_CURVATURE = 0.8;

  /** Standard errors: one false alarm in 1.7 million for each case, were errors exactly normal. */
  private static final double ERRORS = 5;

  /** Words have four digits. */
  private static final double ROUNDING = 5e-5;

  /**
   * The slope at the end of a step is measured with a new batch: its noise {@code s·ε} has mean 0
   * and variance {@code sᵀCs} given all before, the weight included, which is 1 over the scale of
   * the steps before. So the errors of the sum are a martingale's, and that of the ratio has the
   * variance {@code Σw²sᵀCs/(Σw·sᵀHs)²}. Divided by their own {@code |s|·|g|}, slopes have weights
   * that know {@code ε}, and the ratio reads 0.58 to 0.61, 8 to 80 of these standard errors more.
   *
   * <p>Steps whose own scale is three times as large (one in 1,000 without momentum) know a little
   * of {@code ε}, too: over five million steps the ratio reads 0.002 more for it, or less, which is
   * 0.6 of the errors here.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "0.5, 0.5", "0.9, 0.1", "0.9, 0.5"})
  void theBestLengthIsOneHalfLessWhatTheWeightsMake(double momentum, double rate) {
    Floor floor = new Floor(momentum, rate);
    assertThat(floor.length())
        .isCloseTo(floor.expected(), within(ERRORS * floor.error() + ROUNDING));
    assertThat(floor.expected()).isBetween(0.45, 0.55);
  }

  /** A run at a fixed rate, with what its steps did to the loss. */
  private static final class Floor {
    private final StepLengthEstimate estimate = new StepLengthEstimate();
    private final Random random = new Random(1);
    private final double[] x = new double[SIZE];
    private final double[] velocity = new double[SIZE];
    private double scale;
    private double change;
    private double curvatures;
    private double variance;

    Floor(double momentum, double rate) {
      double[] gradient = gradient();
      for (int step = 0; step < STEPS + BURN_IN; step++) {
        double loss = loss();
        double before = 0;
        double curvature = 0;
        double squares = 0;
        for (int i = 0; i < SIZE; i++) {
          velocity[i] = momentum * velocity[i] + gradient[i];
          double s = -rate * velocity[i];
          x[i] += s;
          before += s * gradient[i];
          curvature += s * s / (i + 1);
          squares += s * s;
        }
        gradient = gradient();
        double next = 0;
        double gradients = 0;
        for (int i = 0; i < SIZE; i++) {
          next -= rate * velocity[i] * gradient[i];
          gradients += gradient[i] * gradient[i];
        }
        if (step >= BURN_IN) {
          StepLengthProbe probe =
              new StepLengthProbe(
                  before, before + curvature, next, Math.sqrt(squares), Math.sqrt(gradients));
          estimate.add(probe, 1, KEEP, OF_CURVATURE);
          count(loss() - loss, curvature, probe.scale());
        }
      }
    }

    /** The noise has the variances of the curvatures, so that {@code sᵀCs} is {@code sᵀHs}. */
    private void count(double ofLoss, double curvature, double own) {
      scale = scale == 0 ? own : scale;
      double weight = 1 / scale;
      scale = 0.7 * scale + 0.3 * own;
      change += weight * ofLoss;
      curvatures += weight * curvature;
      variance += weight * weight * curvature;
    }

    double length() {
      return Double.parseDouble(estimate.words(1).split(" ", 2)[0]);
    }

    double expected() {
      return 0.5 - change / curvatures;
    }

    double error() {
      return Math.sqrt(variance) / curvatures;
    }

    private double loss() {
      double loss = 0;
      for (int i = 0; i < SIZE; i++) {
        loss += x[i] * x[i] / (2 * (i + 1));
      }
      return loss;
    }

    /** Curvatures 1, 1/2 … and noise of the same variances. */
    private double[] gradient() {
      double[] gradient = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        double h = 1.0 / (i + 1);
        gradient[i] = h * x[i] + Math.sqrt(h) * random.nextGaussian();
      }
      return gradient;
    }
  }
}
