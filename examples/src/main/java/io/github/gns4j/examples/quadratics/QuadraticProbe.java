package io.github.gns4j.examples.quadratics;

import io.github.gns4j.policy.RateDecision;
import io.github.gns4j.policy.StepLengthProbe;
import io.github.gns4j.policy.StepLengthTuner;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells a rate that finds itself of the slopes along the steps of a run. On a quadratic the
 * gradient of the same samples at {@code x + r·s} is that at {@code x} plus {@code r·Hs}. Without a
 * tuner it does nothing.
 */
final class QuadraticProbe {
  private final QuadraticModel model;
  private final StepLengthTuner tuner;
  private final double[] step;
  private boolean moved;
  private boolean due;
  private double length;
  private double slopeBefore;
  private double slopeAfter;
  private double reach;

  QuadraticProbe(QuadraticModel model, Optional<StepLengthTuner> tuner) {
    this.model = model;
    this.tuner = tuner.orElse(null);
    this.step = new double[model.dimension()];
  }

  /** Before the decision of a step, whose gradient ends the probe of the one before. */
  void begin(double[] gradient) {
    if (tuner == null) {
      return;
    }
    if (moved) {
      double next = dot(step, gradient);
      double norm = Math.sqrt(dot(gradient, gradient));
      if (due) {
        tuner.observe(new StepLengthProbe(slopeBefore, slopeAfter, next, length, norm, reach));
      } else {
        tuner.observeSlope(next, length * norm);
      }
    }
    due = tuner.beginStep();
  }

  /**
   * After a step of {@code −rate·direction}.
   *
   * @return how often its gradient was computed again
   */
  int end(double[] direction, RateDecision rate, double[] gradient, double loss) {
    if (tuner == null) {
      return 0;
    }
    tuner.endStep(OptionalDouble.of(loss), dot(gradient, gradient));
    if (rate.gain().factor() > 0) {
      tuner.lengthened(rate.gain().factor());
    }
    for (int i = 0; i < step.length; i++) {
      step[i] = -rate.learningRate() * direction[i];
    }
    moved = true;
    length = Math.sqrt(dot(step, step));
    slopeBefore = dot(step, gradient);
    return due ? look() : 0;
  }

  private int look() {
    double curvature = 0;
    for (int i = 0; i < step.length; i++) {
      curvature += model.curvature(i) * step[i] * step[i];
    }
    int looks = 0;
    do {
      looks++;
      reach = tuner.reach();
      slopeAfter = slopeBefore + reach * curvature;
    } while (tuner.looked(slopeBefore, slopeAfter));
    return looks;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
