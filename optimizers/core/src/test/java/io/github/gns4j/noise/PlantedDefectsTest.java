package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.planted.Mutants;
import io.github.gns4j.planted.PlantedDefect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each of the defects below makes {@link EstimatorChecks} fail, or {@code StatisticsChecks} if it
 * is in the statistics of a step; the code as it is does not.
 */
class PlantedDefectsTest {
  private static final String PACKAGE = "io/github/gns4j/";

  private static final List<String> PACKAGES =
      List.of("io.github.gns4j.statistics", "io.github.gns4j.noise");

  private static final Mutants OF_A_STEP =
      new Mutants(PACKAGES, "io.github.gns4j.statistics.StatisticsChecks");

  private static final Mutants OF_MANY_STEPS =
      new Mutants(PACKAGES, "io.github.gns4j.noise.EstimatorChecks");

  private static final List<PlantedDefect> DEFECTS =
      List.of(
          moments("missing −1", "deviation / (groups - 1)", "deviation / groups"),
          moments("noisy square as signal", "meanSquared - traceSigma() / samples", "meanSquared"),
          moments(
              "clamp before average",
              "return meanSquared - traceSigma() / samples",
              "return Math.max(0, meanSquared - traceSigma() / samples)"),
          moments(
              "noise over groups, not samples", "traceSigma() / samples", "traceSigma() / groups"),
          moments(
              "workers without their distance",
              "within + (means - samples * meanSquared)",
              "within"),
          moments("parts that do not add up", "deviation + other.deviation", "deviation"),
          moments("norms without sizes", "samples[j] * squaredNorms[j]", "squaredNorms[j]"),
          statistics(
              "MomentsAccumulator",
              "unweighted deviations",
              "(double) samples * added / (samples + added)",
              "added"),
          statistics(
              "MomentsAccumulator",
              "weight of the new mean only",
              "(double) samples * added / (samples + added)",
              "(double) added * added / (samples + added)"),
          statistics("SegmentSums", "squares that never fade", "kept * squares[i]", "squares[i]"),
          statistics(
              "SegmentSums",
              "deviations replaced, not added",
              "deviations[i] += weight",
              "deviations[i] = weight"),
          temporal("d without squared weights", "added * added / batch", "added / batch"),
          temporal("d fades like u", "kept * kept * inverseSquare", "kept * inverseSquare"),
          temporal(
              "u − d without d",
              "/ (u() - d());\n  }\n\n  private double signal",
              "/ u();\n  }\n\n  private double signal"),
          temporal("no bias correction", "meanSquared / (held * held)", "meanSquared / held"),
          temporal(
              "noise left in the signal",
              "u() * m(meanSquared) - d() * q(sumOfSquares)",
              "u() * m(meanSquared)"),
          temporal("ready at the first step", "> RESOLUTION * u()", "> -1"),
          pair(
              "averages that start at 0",
              "double share = weight / x[WEIGHT]",
              "double share = weight"),
          pair(
              "swapped averages",
              "move(share * (s - x[MEAN_S]), share * (d - x[MEAN_D]))",
              "move(share * (d - x[MEAN_S]), share * (s - x[MEAN_D]))"),
          pair("deviations about an old mean", "x[first] -= ds * weight;", ""),
          pair("n instead of n − 1", "left * left * SEEN : left", "left * left * SEEN : 1"),
          pair("neighbours forgotten", "unit * (x[SS] + x[PAIR_SS])", "unit * x[SS]"),
          pair("no covariance", "unit * (x[SD] + x[PAIR_SD])", "0"),
          pair("squares fade like weights", "x[WEIGHT2] *= decay2", "x[WEIGHT2] *= decay"),
          noise(
              "NoiseEstimator",
              "normal quantile for few observations",
              "quantiles.at(pair.degrees())",
              "quantiles.at(1e9)"),
          noise(
              "NoiseEstimator",
              "NaN enters",
              "return Math.abs(a) < GREATEST && Math.abs(b) < GREATEST",
              "return true"),
          noise("NoiseEstimator", "stale for ever", "staleness = 0;", ""),
          noise("NoiseEstimator", "never stale", "return staleness < 1;", "return true;"),
          noise(
              "NoiseEstimator",
              "groups give way late",
              "complete || wasFresh != isFresh()",
              "complete"),
          noise(
              "NoiseEstimator",
              "remembers what groups showed",
              "      staleness = 0;\n      known = null;",
              "      staleness = 0;"),
          noise(
              "NoiseEstimator",
              "horizon in steps",
              "settings.share(Math.max(unseen, moments.samples())",
              "settings.share(64"),
          noise(
              "NoiseSettings",
              "horizon without a least length",
              "Math.min(samples / horizon, observations / minimumHorizon)",
              "samples / horizon"),
          noise(
              "TemporalBlocks",
              "neighbouring steps as independent",
              "WINDOWS = 1",
              "WINDOWS = 0.05"),
          noise("TemporalBlocks", "blocks that never start anew", "      clear();", ""),
          noise(
              "Fieller",
              "one-sided quantile for the upper end",
              "high = highAt(limits.above(inverse * s / deviation(inverse)))",
              "high = highAt(limits.one() + 0 * inverse)"),
          noise(
              "Fieller",
              "bound of a negative signal as if it were 0",
              "double x = d / sigma;",
              "double x = 0;"),
          noise(
              "Quantiles",
              "limits swapped at the boundary",
              "return one + share * (two - one)",
              "return two - share * (two - one)"),
          noise("StudentT", "one tail for two", "0.5 + confidence / 2", "confidence"),
          statistics(
              "GroupNoise",
              "noise of a group's mean taken for distance",
              "distanceSquared - excess",
              "distanceSquared"),
          statistics(
              "GroupNoise", "overlap of group and mean ignored", "(1 - 2 * seen.share)", "1"),
          statistics(
              "GroupNoise",
              "weights by variance, not deviation",
              "Math.sqrt(Math.max(0, g.traceSigma))",
              "Math.max(0, g.traceSigma)"),
          statistics(
              "GroupNoise",
              "importance upside down",
              "groups.get(c).share / weights[c]",
              "weights[c] / groups.get(c).share"),
          statistics(
              "Jackknife",
              "variance of the mean, not of the estimate",
              "(k - 1.0) / k",
              "1.0 / k"));

  private static PlantedDefect moments(String name, String original, String defect) {
    return statistics("GradientMoments", name, original, defect);
  }

  private static PlantedDefect temporal(String name, String original, String defect) {
    return statistics("TemporalMoments", name, original, defect);
  }

  private static PlantedDefect pair(String name, String original, String defect) {
    return noise("RunningPair", name, original, defect);
  }

  private static PlantedDefect statistics(
      String file, String name, String original, String defect) {
    return new PlantedDefect(name, PACKAGE + "statistics/" + file + ".java", original, defect);
  }

  private static PlantedDefect noise(String file, String name, String original, String defect) {
    return new PlantedDefect(name, PACKAGE + "noise/" + file + ".java", original, defect);
  }

  @Test
  void theCodeAsItIsPasses() {
    OF_A_STEP.checkUnchanged();
    OF_MANY_STEPS.checkUnchanged();
  }

  @TestFactory
  Stream<DynamicTest> defects() {
    return DEFECTS.stream()
        .map(
            defect ->
                DynamicTest.dynamicTest(
                    defect.name(),
                    () -> assertThat(mutants(defect).check(defect)).as(defect.name()).isPresent()));
  }

  private static Mutants mutants(PlantedDefect defect) {
    return defect.source().startsWith(PACKAGE + "statistics/") ? OF_A_STEP : OF_MANY_STEPS;
  }
}
