package io.github.gns4j;

/**
 * Where to start: a builder for each optimizer.
 *
 * <pre>{@code
 * try (NoiseAwareOptimizer optimizer =
 *     NoiseAware.adam()
 *         .learningRate(1e-3)
 *         .learningRateRule(LearningRateRule.squareRootAdaScale())
 *         .batch(BatchRule.timeOptimal().between(16, 4096).startingAt(64))
 *         .forParameters(parameters)) {
 *   while (optimizer.steps() < 10_000) {
 *     for (MicroBatch micro : optimizer.nextBatch()) {
 *       optimizer.accumulate(gradientOf(parameters, data.next(micro.samples())), micro);
 *     }
 *     StepReport report = optimizer.step();
 *   }
 * }
 * }</pre>
 */
public final class NoiseAware {
  private NoiseAware() {}

  /**
   * Returns a builder for Adam that needs neither learning rate nor batch size: {@code
   * adam().auto()}. For the others: {@code sgd().auto()}, {@code lamb().auto()}.
   *
   * <pre>{@code
   * NoiseAwareOptimizer optimizer = NoiseAware.auto().forParameters(parameters);
   * ...
   * optimizer.step(micro -> gradientOf(parameters, part(micro)));
   * }</pre>
   *
   * <p>The rate does not decay towards the end of a run, so that the last parameters are noisier
   * than they need be; an average of the parameters takes the place of a decay. The trainer for
   * Deeplearning4j keeps one by itself, a loop of one's own adds {@code WeightAverage.polynomial(
   * kernels, parameters)}, tells it of every step that was applied, and {@linkplain
   * WeightAverage#exchange exchanges} it with the parameters to use what was learned.
   */
  public static AdamBuilder auto() {
    return adam().auto();
  }

  /** Returns a builder for Adam and, with decoupled weight decay, AdamW. */
  public static AdamBuilder adam() {
    return new AdamBuilder();
  }

  /** Returns a builder for SGD with momentum. */
  public static SgdBuilder sgd() {
    return new SgdBuilder();
  }

  /** Returns a builder for LAMB. */
  public static LambBuilder lamb() {
    return new LambBuilder();
  }
}
