package io.github.gns4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.policy.BatchController;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.LearningRateSchedule;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.policy.ProbePolicy;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.step.StepRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * What the builders of all optimizers share. Each setter checks its argument, {@link
 * #forParameters} checks how they go together; a builder can be used any number of times and prints
 * what was set. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class NoiseAwareBuilder<B extends NoiseAwareBuilder<B>> {
  private static final int DEFAULT_BASE_BATCH = 32;

  /** Where {@link #auto()} starts and what it stays within: one more doubling changes little. */
  private static final BatchPolicy AUTO_BATCH =
      BatchRule.timeOptimal().between(8, 4096).startingAt(DEFAULT_BASE_BATCH);

  private final String name;
  private final LearningRateRule ownRule;
  private final Map<String, Object> chosen = new LinkedHashMap<>();
  private final List<StepListener> listeners = new ArrayList<>();
  private LearningRateSchedule schedule;
  private LearningRateRule rateRule;
  private BatchPolicy batch = BatchPolicy.of(BatchRule.fixed());
  private OptionalInt baseBatch = OptionalInt.empty();
  private int maxMicroBatch = Integer.MAX_VALUE;
  private Clipping clipping = Clipping.none();
  private LossScaling lossScaling = LossScaling.none();
  private NoiseSettings noise;
  private boolean perSegment;
  private boolean dryRun;
  private ProbeGradient probe;
  private Kernels kernels;
  private LongSupplier nanoClock = System::nanoTime;

  NoiseAwareBuilder(String name, double learningRate, LearningRateRule rateRule) {
    this.name = name;
    this.schedule = LearningRateSchedule.constant(learningRate);
    this.rateRule = rateRule;
    this.ownRule = rateRule;
  }

  abstract StepRule.Factory rule();

  abstract B self();

  /**
   * Lets learning rate and batch find themselves: the optimizer's own rule with a {@linkplain
   * LearningRateRule#withProbe probe of the step length}, and the {@linkplain BatchRule#timeOptimal
   * time-optimal} batch between 8 and 4,096, after scouting steps of some 64 samples whatever the
   * first batch. The rate starts at a thousandth of the base rate, at least 1e-6, and rises on
   * evidence alone: any base rate will do, and one near the best is reached sooner. What is set
   * after this call holds. A loop of one's own gives the probe its gradients by {@link #probe} or
   * {@link NoiseAwareOptimizer#step(ProbeGradient)}, and keeps an average of the parameters if it
   * is to have what the trainer for Deeplearning4j has: see {@link NoiseAware#auto()}.
   */
  public B auto() {
    learningRateRule(ownRule.withProbe(probePolicy()));
    return batch(AUTO_BATCH);
  }

  /** Returns how the probe of {@link #auto()} moves the rate. */
  ProbePolicy probePolicy() {
    return ProbePolicy.defaults();
  }

  /**
   * Sets how a {@linkplain LearningRateRule#withProbe probe} computes a gradient again; the
   * argument of {@link NoiseAwareOptimizer#step(ProbeGradient)} comes before it.
   */
  public B probe(ProbeGradient gradient) {
    this.probe = Objects.requireNonNull(gradient, "gradient");
    return set("probe", "set");
  }

  /** Sets a constant base rate, finite and at least 0. */
  public B learningRate(double rate) {
    this.schedule = LearningRateSchedule.constant(rate);
    return set("learningRate", rate);
  }

  /** Sets the schedule of the base rate. */
  public B learningRate(LearningRateSchedule schedule) {
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    return set("learningRate", schedule);
  }

  /** Sets how the rate follows batch and noise. */
  public B learningRateRule(LearningRateRule rule) {
    this.rateRule = Objects.requireNonNull(rule, "rule");
    return set("learningRateRule", rule);
  }

  /**
   * Sets the batch size for which the base rate was chosen, at least 1. Unless set it is the first
   * batch of the {@linkplain #batch batch policy}, or 32.
   */
  public B baseBatch(int samples) {
    this.baseBatch = OptionalInt.of(Arguments.atLeast("baseBatch", samples, 1));
    return set("baseBatch", samples);
  }

  /** Fixes the batch size, at least 1. */
  public B batchSize(int samples) {
    return batch(BatchRule.fixed().startingAt(Arguments.atLeast("batchSize", samples, 1)));
  }

  /** Sets how the batch size is chosen, with its limits. */
  public B batch(BatchPolicy policy) {
    this.batch = Objects.requireNonNull(policy, "policy");
    return set("batch", policy);
  }

  /** Sets how the batch size is chosen, with the usual limits. */
  public B batch(BatchRule rule) {
    return batch(BatchPolicy.of(Objects.requireNonNull(rule, "rule")));
  }

  /** Sets the most samples that are computed at once, at least 1; larger batches accumulate. */
  public B maxMicroBatch(int samples) {
    this.maxMicroBatch = Arguments.atLeast("maxMicroBatch", samples, 1);
    return set("maxMicroBatch", samples);
  }

  /** Sets the greatest gradient that is applied. */
  public B clipping(Clipping clipping) {
    this.clipping = Objects.requireNonNull(clipping, "clipping");
    return set("clipping", clipping);
  }

  /**
   * Sets how the loss is scaled, for gradients in float16: the gradients that the optimizer is
   * given are those of the loss times {@link NoiseAwareOptimizer#lossScale}, and it divides them by
   * it.
   */
  public B lossScaling(LossScaling scaling) {
    this.lossScaling = Objects.requireNonNull(scaling, "scaling");
    return set("lossScaling", scaling);
  }

  /** Sets how the noise is estimated. */
  public B noise(NoiseSettings settings) {
    this.noise = Objects.requireNonNull(settings, "settings");
    return set("noise", settings);
  }

  /** Estimates the noise of each segment as well, for reports. */
  public B noisePerSegment() {
    this.perSegment = true;
    return set("noisePerSegment", true);
  }

  /**
   * Only advises: rate and batch are decided and reported with their reasons, but the schedule
   * alone sets the rate and the batch stays as it starts.
   */
  public B dryRun() {
    this.dryRun = true;
    return set("dryRun", true);
  }

  /** Adds listeners that are told of every step, in order. */
  public B listeners(StepListener... added) {
    for (StepListener listener : added) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
    }
    return set("listeners", listeners.size());
  }

  /**
   * Sets the kernels instead of those {@linkplain Kernels#select(Placement) selected} for the
   * memory of the parameters.
   */
  public B kernels(Kernels kernels) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    return set("kernels", kernels);
  }

  /**
   * Sets the clock by which steps are timed, in nanoseconds, instead of {@link System#nanoTime}. A
   * rule that weighs time decides the same twice only under a clock that runs the same twice.
   */
  public B nanoClock(LongSupplier clock) {
    this.nanoClock = Objects.requireNonNull(clock, "clock");
    return set("nanoClock", clock);
  }

  /** Makes an optimizer for parameters that form one segment. */
  public NoiseAwareOptimizer forParameters(FlatArray parameters) {
    return forParameters(
        parameters, Segments.single(Objects.requireNonNull(parameters, "parameters").length()));
  }

  /**
   * Makes an optimizer.
   *
   * @param parameters FLOAT32 or FLOAT64, in the memory of the kernels; changed in place by every
   *     step
   * @param segments the layout of the parameters
   * @throws IllegalArgumentException if the lengths differ, the type is not one for parameters, or
   *     the settings contradict one another
   */
  public NoiseAwareOptimizer forParameters(FlatArray parameters, Segments segments) {
    Objects.requireNonNull(parameters, "parameters");
    Kernels chosenKernels = kernels == null ? Kernels.select(parameters.placement()) : kernels;
    check(parameters, segments, chosenKernels);
    int base = baseBatch.orElse(BatchController.firstBatch(batch, rateRule, DEFAULT_BASE_BATCH));
    OptimizerSettings settings =
        new OptimizerSettings(
            schedule,
            dryRun ? rateRule.advising() : rateRule,
            base,
            dryRun ? batch.advising() : batch,
            maxMicroBatch,
            clipping,
            lossScaling,
            noise == null ? NoiseSettings.defaults(base) : noise,
            perSegment,
            probe,
            List.copyOf(listeners),
            nanoClock);
    return new NoiseAwareOptimizer(
        settings,
        chosenKernels,
        parameters,
        segments,
        rule().create(chosenKernels, parameters, segments));
  }

  private static void check(FlatArray parameters, Segments segments, Kernels kernels) {
    if (!parameters.type().isStateType()) {
      throw new IllegalArgumentException(
          "parameters are " + parameters.type() + ", allowed: FLOAT32, FLOAT64");
    }
    if (parameters.length() != segments.length()) {
      throw new IllegalArgumentException(
          "segments cover " + segments.length() + " parameters, allowed: " + parameters.length());
    }
    if (parameters.placement() != kernels.placement()) {
      throw new IllegalArgumentException(
          "parameters are in "
              + parameters.placement()
              + " memory, allowed for the "
              + kernels.name()
              + " kernels: "
              + kernels.placement());
    }
  }

  final B set(String setting, Object value) {
    chosen.put(setting, value);
    return self();
  }

  /** Returns the optimizer and every setting that was made. */
  @Override
  public String toString() {
    return "NoiseAware." + name + chosen;
  }
}
