package io.github.gns4j.examples.study;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.BatchRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is compared. */
final class Arms {
  private static final int SMALLEST = 8;
  private static final int LARGEST = 4096;

  /** Rates and batches of DL4J's Adam: half a decade and a factor of 2 apart. */
  private static final List<Double> GRID_RATES = List.of(3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1);

  private static final List<Integer> GRID_BATCHES = List.of(16, 32, 64, 128, 256, 512);
  private static final List<Double> WIDE_RATES = List.of(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0);
  private static final List<Integer> WIDE_BATCHES = List.of(8, 64, 512, 4096);
  private static final List<Double> USUAL_RATES = List.of(1e-4, 1e-3, 1e-2);
  private static final List<Integer> PEER_BATCHES = List.of(32, 128, 512);

  private Arms() {}

  /** Returns the arms of the study; DL4J's grid first, because the others are measured by it. */
  static List<Arm> all() {
    return List.of(
        PlainAdamArm.grid(GRID_RATES, GRID_BATCHES),
        auto(starts(WIDE_RATES, WIDE_BATCHES)),
        autoAveraged(starts(WIDE_RATES, List.of(SMALLEST, LARGEST))),
        timeOptimal(starts(USUAL_RATES, WIDE_BATCHES)),
        critical(starts(List.of(1e-2), WIDE_BATCHES)),
        new RateFreeArm(
            "dog",
            "DoG (Ivgi et al. 2023)",
            starts(List.of(RateFreeArm.NO_RATE), PEER_BATCHES),
            Dog::new),
        new RateFreeArm(
            "prodigy",
            "Prodigy (Mishchenko & Defazio 2023)",
            starts(List.of(RateFreeArm.NO_RATE), PEER_BATCHES),
            Prodigy::new));
  }

  /** Returns arms of the same kinds with a few starts. */
  static List<Arm> few() {
    List<Double> rates = List.of(3e-3, 1e-2);
    List<Start> one = List.of(new Start(1e-2, 32));
    List<Start> peers = List.of(new Start(RateFreeArm.NO_RATE, 32));
    return List.of(
        PlainAdamArm.grid(rates, List.of(16, 64)),
        auto(one),
        autoAveraged(one),
        timeOptimal(starts(rates, List.of(32))),
        critical(one),
        new RateFreeArm("dog", "DoG (Ivgi et al. 2023)", peers, Dog::new),
        new RateFreeArm("prodigy", "Prodigy (Mishchenko & Defazio 2023)", peers, Prodigy::new));
  }

  private static Arm auto(List<Start> starts) {
    return new NoiseAwareArm(
        "auto",
        "the automatic preset, noise-aware Adam with a probe of the step length and time-optimal"
            + " batch, told a base rate and a first batch; the weights are measured as they are",
        true,
        false,
        starts,
        Arms::preset);
  }

  private static Arm autoAveraged(List<Start> starts) {
    return new NoiseAwareArm(
        "auto-averaged",
        "the automatic preset as the trainer runs it: a polynomial average of the weights is"
            + " measured",
        true,
        true,
        starts,
        Arms::preset);
  }

  private static NoiseAwareBuilder<?> preset(Start start) {
    return NoiseAware.auto()
        .learningRate(start.rate())
        .batch(BatchRule.timeOptimal().between(SMALLEST, LARGEST).startingAt(start.batch()));
  }

  private static Arm timeOptimal(List<Start> starts) {
    return new NoiseAwareArm(
        "time-optimal",
        "noise-aware Adam, base rate as given, square root of AdaScale, time-optimal batch",
        false,
        false,
        starts,
        start -> adam(start, BatchRule.timeOptimal()));
  }

  private static Arm critical(List<Start> starts) {
    return new NoiseAwareArm(
        "critical",
        "noise-aware Adam, base rate as given, square root of AdaScale, critical batch",
        false,
        false,
        starts,
        start -> adam(start, BatchRule.critical(1)));
  }

  private static NoiseAwareBuilder<?> adam(Start start, BatchRule rule) {
    return NoiseAware.adam()
        .learningRate(start.rate())
        .batch(rule.between(SMALLEST, LARGEST).startingAt(start.batch()));
  }

  /** Returns all pairs, rates near 0.003 first. */
  private static List<Start> starts(List<Double> rates, List<Integer> batches) {
    List<Start> starts = new ArrayList<>();
    for (double rate : rates) {
      batches.forEach(batch -> starts.add(new Start(rate, batch)));
    }
    starts.sort(Comparator.comparingDouble(start -> Math.abs(Math.log(start.rate() / 3e-3))));
    return starts;
  }
}
