package io.github.gns4j.noise;

import io.github.gns4j.statistics.GroupVectors.FixedSums;
import io.github.gns4j.statistics.Metric;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalMoments;
import java.util.SplittableRandom;

/**
 * Steps with one gradient each and a running mean, without their vectors: where the noise is the
 * same in all directions, the mean's part along the signal and the length of the rest are a Markov
 * chain. {@code tr Σ = 1}.
 */
final class TemporalSteps {
  private final int dimension;
  private final SplittableRandom random;
  private final TemporalMoments moments = new TemporalMoments(1);
  private double along;
  private double across;

  TemporalSteps(int dimension, SplittableRandom random) {
    this.dimension = dimension;
    this.random = random;
  }

  /** Takes a step with the signal {@code |G|}, which keeps its direction. */
  void step(MomentumWeights weights, double signal, int batch, NoiseEstimator estimator) {
    step(weights, signal, batch);
    if (moments.isReady()) {
      estimator.add(moments.total(Metric.EUCLIDEAN));
    }
  }

  void step(MomentumWeights weights, double signal, int batch) {
    double deviation = Math.sqrt(1.0 / dimension / batch);
    double first = signal + deviation * random.nextGaussian();
    double second = deviation * random.nextGaussian();
    double rest = deviation * deviation * Draws.chiSquare(random, dimension - 2);
    along = weights.kept() * along + weights.added() * first;
    double turned = weights.kept() * across + weights.added() * second;
    across = Math.sqrt(turned * turned + weights.added() * weights.added() * rest);
    double gradient = first * first + second * second + rest;
    moments.step(weights, FixedSums.of(gradient, along * along + across * across, 0), batch);
  }

  TemporalMoments moments() {
    return moments;
  }
}
