package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.GroupVectors;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.GoldenFiles;
import io.github.gns4j.testkit.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our averages over a sequence of steps against AdaptDL's own, where both define the same: {@code θ
 * = 0.999^scale} is a decay in sample time, {@code sqr_avg} our average of {@code D}, {@code
 * var_avg·N₀} our average of {@code S} (with {@code N₀} its initial batch). Its clamps are in the
 * gain only. A single gradient a step it joins with the one before to a step of two groups.
 */
class GoldenAdaptdlSequenceTest {
  private static final double THETA = 0.999;

  @TestFactory
  Stream<DynamicTest> sequences() {
    return GoldenFiles.open().list("gns").stream()
        .flatMap(
            file ->
                Stream.of("accumulation", "differenced")
                    .filter(part -> file.root().has(part))
                    .map(part -> test(file, part)));
  }

  private static DynamicTest test(GoldenFile file, String part) {
    return DynamicTest.dynamicTest(
        file.name() + ", " + part, () -> check(file, file.root().get(part)));
  }

  private static void check(GoldenFile file, JsonNode part) {
    double rtol = GoldenFile.number(file.header().get("tolerance").get("rtol"));
    double initialBatch = GoldenFile.number(part.get("initial_batch_size"));
    long microBatch = part.get("micro_batch").longValue();
    RunningPair pair = new RunningPair(false);
    double[] previous = null;
    int compared = 0;
    for (JsonNode step : part.get("steps")) {
      double[][] means = GoldenFile.matrix(step.get("micro_batch_means"));
      boolean single = means.length == 1;
      if (!single && previous != null) {
        pair = new RunningPair(false);
      }
      double[][] groups = single && previous != null ? new double[][] {previous, means[0]} : means;
      previous = single ? means[0] : null;
      if (groups.length < 2) {
        continue;
      }
      long[] ones = new long[groups.length];
      Arrays.fill(ones, 1);
      GradientMoments ofMeans = GroupVectors.cut(groups, ones).accumulate();
      double scale = groups.length * GoldenFile.number(step.get("accum_scale"));
      double d = ofMeans.signalSquared();
      pair.add(ofMeans.traceSigma() * microBatch, d, Math.pow(THETA, scale));
      double rounding = 1e-6 * ofMeans.sumOfSquares() / groups.length;
      JsonNode after = step.get("after");
      new Tolerance(rtol, rounding)
          .check(pair.meanD(), GoldenFile.number(after.get("sqr_avg")), "sqr_avg");
      new Tolerance(rtol, rounding * Math.max(1, scale))
          .check(pair.meanS() / initialBatch, GoldenFile.number(after.get("var_avg")), "var_avg");
      compared++;
    }
    assertThat(compared).isPositive();
  }
}
