package io.github.gns4j.examples.quadratics;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimator;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.policy.BatchController;
import io.github.gns4j.policy.BatchInput;
import io.github.gns4j.policy.LearningRateController;
import io.github.gns4j.policy.LearningRateSchedule;
import io.github.gns4j.policy.RateDecision;
import io.github.gns4j.policy.RateInput;
import io.github.gns4j.policy.StepTimeModel;
import io.github.gns4j.statistics.GradientMoments;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * SGD whose batch and rate policies decide, with the estimator, the step-time fit and the
 * controllers of the library, on per-sample gradients. Of the samples only the mean gradient and
 * the sum of squared deviations from it matter; both are drawn from their exact laws, which spares
 * drawing every sample. The same seed gives the same run.
 */
final class AdaptiveRun {
  private static final double NANO = 1e-9;

  private final QuadraticModel model;
  private final CostModel cost;
  private final double momentum;
  private final int baseBatch;
  private final SampleDeviations deviations;
  private final RandomGenerator random;
  private final NoiseEstimator noise;
  private final StepTimeModel stepTime = new StepTimeModel();
  private final LearningRateController rates;
  private final BatchController batches;
  private final double[] x;
  private final double[] velocity;
  private final double[] gradient;
  private final QuadraticProbe probe;
  private double meanSquared;
  private double loss;

  AdaptiveRun(QuadraticModel model, CostModel cost, Policies policies, Setting start, long seed) {
    this.model = model;
    this.cost = cost;
    this.momentum = start.momentum();
    this.baseBatch = start.batch();
    this.noise = new NoiseEstimator(NoiseSettings.defaults(baseBatch));
    this.random = new MersenneTwister(seed);
    this.deviations = new SampleDeviations(model, random);
    this.rates =
        new LearningRateController(LearningRateSchedule.constant(start.rate()), policies.rate());
    this.batches =
        new BatchController(
            policies.batch().startingAt(start.batch()),
            policies.rate(),
            baseBatch,
            Integer.MAX_VALUE);
    this.x = new double[model.dimension()];
    this.velocity = new double[model.dimension()];
    this.gradient = new double[model.dimension()];
    this.probe = new QuadraticProbe(model, rates.tuner());
    Arrays.fill(x, 1);
    this.loss = model.initialLoss();
  }

  /** Runs until the loss is at or below {@code lastLoss}, or for {@code longest}. */
  Trajectory run(double lastLoss, double longest) {
    double[] times = new double[64];
    double[] losses = new double[64];
    double time = 0;
    int steps = 0;
    while (loss > lastLoss && time < longest && loss < 1e3 * model.initialLoss()) {
      if (steps == times.length) {
        times = Arrays.copyOf(times, 2 * steps);
        losses = Arrays.copyOf(losses, 2 * steps);
      }
      double seconds = cost.time(batches.batch());
      time += seconds * (1 + step());
      times[steps] = time;
      losses[steps++] = loss;
    }
    return new Trajectory(
        Arrays.copyOf(times, steps), Arrays.copyOf(losses, steps), model.initialLoss());
  }

  /** Returns what is known of the noise. */
  NoiseEstimate noise() {
    return noise.estimate();
  }

  /**
   * Takes a step.
   *
   * @return how many gradients of its batch a probe took beside that of the step
   */
  int step() {
    int batch = batches.batch();
    double lossBefore = loss;
    draw(batch);
    probe.begin(gradient);
    RateDecision rate = rates.decide(new RateInput(noise.estimate(), batch, baseBatch));
    move(rate.learningRate());
    if (batch > 1) {
      double deviation = deviations.draw(batch);
      noise.add(
          new GradientMoments(
              batch, batch, batch * meanSquared + deviation, meanSquared, deviation),
          EstimateKind.PER_SAMPLE);
    }
    rates.advance(rate);
    stepTime.observe(batch, 1, cost.time(batch) * NANO, 0);
    batches.decide(
        new BatchInput(
            noise.estimate(),
            batch,
            rate.learningRate(),
            OptionalDouble.of(lossBefore),
            stepTime.fit(),
            Integer.MAX_VALUE));
    return probe.end(velocity, rate, gradient, lossBefore);
  }

  private void draw(int batch) {
    meanSquared = 0;
    for (int i = 0; i < x.length; i++) {
      double h = model.curvature(i);
      gradient[i] = h * x[i] + Math.sqrt(h / batch) * random.nextGaussian();
      meanSquared += gradient[i] * gradient[i];
    }
  }

  private void move(double rate) {
    loss = 0;
    for (int i = 0; i < x.length; i++) {
      velocity[i] = momentum * velocity[i] + gradient[i];
      x[i] -= rate * velocity[i];
      loss += 0.5 * model.curvature(i) * x[i] * x[i];
    }
  }
}
