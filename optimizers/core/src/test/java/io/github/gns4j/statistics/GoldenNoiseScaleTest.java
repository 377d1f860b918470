package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.statistics.GroupVectors.Groups;
import io.github.gns4j.statistics.Jackknife.Statistic;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.GoldenFiles;
import io.github.gns4j.testkit.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The estimates of one step against the reference files {@code gns/gns_*.json}: every layout,
 * through the accumulator, from norms alone, as workers, with the jackknife, and against the
 * two-batch-size form of McCandlish et al. and AdaptDL's own output where these define the same.
 */
class GoldenNoiseScaleTest {
  /** The files' own check allows as much for what is derived from their rounded numbers. */
  private static final double DERIVED = 1e-10;

  @TestFactory
  Stream<DynamicTest> layouts() {
    return GoldenFiles.open().list("gns").stream()
        .filter(file -> file.root().has("layouts"))
        .flatMap(file -> file.root().get("layouts").properties().stream().map(e -> test(file, e)));
  }

  private static DynamicTest test(GoldenFile file, java.util.Map.Entry<String, JsonNode> layout) {
    return DynamicTest.dynamicTest(
        file.name() + ", " + layout.getKey(), () -> check(file, layout.getValue()));
  }

  private static void check(GoldenFile file, JsonNode layout) {
    double[][] samples = GoldenFile.matrix(file.root().get("samples"));
    long[] sizes = sizes(layout);
    Groups groups = GroupVectors.cut(samples, sizes);
    Bounds bounds = Bounds.of(file, layout);
    GradientMoments accumulated = groups.accumulate();
    bounds.check(accumulated, "accumulated");
    bounds.check(groups.fromNorms(), "from norms");
    bounds.check(groups.asWorkers(), "as workers");
    if (layout.get("k").intValue() == samples.length) {
      bounds.check(groups.perSample(), "per sample");
    }
    checkJackknife(groups, layout);
    if (layout.has("mccandlish")) {
      checkTwoBatchSizes(accumulated, sizes[0], layout, bounds);
    }
  }

  private static long[] sizes(JsonNode layout) {
    return Arrays.stream(GoldenFile.vector(layout.get("sizes"))).mapToLong(v -> (long) v).toArray();
  }

  private static void checkJackknife(Groups groups, JsonNode layout) {
    Jackknife jackknife = Jackknife.of(groups.sizes(), groups.products());
    JsonNode expected = layout.get("jackknife");
    checkResult(jackknife.of(Statistic.NOISE_SCALE), expected.get("b_simple"), 1e-9, "b_simple");
    checkResult(jackknife.of(Statistic.TRACE_SIGMA), expected.get("tr_sigma"), 1e-9, "tr_sigma");
    checkResult(jackknife.of(Statistic.SIGNAL_SQUARED), expected.get("g_sq"), 1e-9, "g_sq");
    double[] deleted = GoldenFile.vector(expected.get("deleted_b_simple"));
    for (int j = 0; j < deleted.length; j++) {
      double actual = Statistic.NOISE_SCALE.of(jackknife.without(j));
      new Tolerance(1e-9, 0).check(actual, deleted[j], "deleted_b_simple[" + j + "]");
    }
    if (expected.has("b_simple_weighted")) {
      checkResult(
          jackknife.weighted(Statistic.NOISE_SCALE),
          expected.get("b_simple_weighted"),
          1e-8,
          "b_simple_weighted");
    }
  }

  /** As the files' check: bias correction is a difference of numbers of the size of the value. */
  private static void checkResult(
      Jackknife.Result actual, JsonNode expected, double rtol, String name) {
    double error = GoldenFile.number(expected.get("se"));
    new Tolerance(rtol, 0).check(actual.standardError(), error, "se of " + name);
    new Tolerance(1e-8, 1e-9 * (Math.abs(actual.value()) + error))
        .check(actual.biasCorrected(), GoldenFile.number(expected.get("bias_corrected")), name);
  }

  private static void checkTwoBatchSizes(
      GradientMoments moments, long small, JsonNode layout, Bounds bounds) {
    JsonNode two = layout.get("mccandlish");
    double big = moments.samples();
    double meanSmall = moments.sumOfSquares() / big;
    double signal = (big * moments.meanSquared() - small * meanSmall) / (big - small);
    bounds.signal.check(signal, GoldenFile.number(two.get("g_sq")), "two batch sizes, |G|²");
    bounds.signal.check(moments.signalSquared(), signal, "D against two batch sizes");
    new Tolerance(DERIVED, 0)
        .check(moments.traceSigma(), GoldenFile.number(two.get("tr_sigma")), "S, two batch sizes");
  }

  @TestFactory
  Stream<DynamicTest> adaptdl() {
    return GoldenFiles.open().list("gns").stream()
        .filter(file -> file.root().has("adaptdl"))
        .flatMap(file -> file.root().get("adaptdl").valueStream().map(run -> adaptdl(file, run)));
  }

  private static DynamicTest adaptdl(GoldenFile file, JsonNode run) {
    String name = file.name() + ", AdaptDL " + run.get("name").asText();
    return DynamicTest.dynamicTest(name, () -> checkAdaptdl(file, run));
  }

  /** {@code tr Σ = grad_var·N/scale}; AdaptDL rounds the mean gradient to float32. */
  private static void checkAdaptdl(GoldenFile file, JsonNode run) {
    int groups = run.get("replicas").intValue() * run.get("accum_count").intValue();
    double[][] samples = GoldenFile.matrix(file.root().get("samples"));
    long[] sizes = new long[groups];
    Arrays.fill(sizes, run.get("micro_batch").longValue());
    GradientMoments moments = GroupVectors.cut(samples, sizes).accumulate();
    JsonNode output = run.get("output_of_adaptdl");
    double scale = GoldenFile.number(run.get("scale"));
    double rounding = 1e-6 * moments.sumOfSquares() / moments.samples();
    new Tolerance(0, rounding)
        .check(moments.signalSquared(), GoldenFile.number(output.get("sqr_avg")), "sqr_avg");
    new Tolerance(0, rounding * scale)
        .check(
            moments.traceSigma() * scale / moments.samples(),
            GoldenFile.number(output.get("var_avg")),
            "var_avg");
    assertThat(moments.groups()).isEqualTo(groups);
  }

  /** Tolerances of one layout, relative to the quantities that are subtracted. */
  private record Bounds(JsonNode expected, Tolerance trace, Tolerance signal) {
    static Bounds of(GoldenFile file, JsonNode layout) {
      JsonNode expected = layout.get("estimates");
      double trace = GoldenFile.number(expected.get("tr_sigma"));
      double mean = GoldenFile.number(layout.get("mean_gradient_sq_norm"));
      double samples = file.root().get("samples").size();
      double rtol = GoldenFile.number(file.header().get("tolerance").get("rtol"));
      return new Bounds(
          expected,
          new Tolerance(rtol, 1e-13 * trace),
          new Tolerance(rtol, 1e-13 * (mean + trace / samples)));
    }

    void check(GradientMoments moments, String how) {
      trace.check(moments.traceSigma(), GoldenFile.number(expected.get("tr_sigma")), how + ", S");
      signal.check(moments.signalSquared(), GoldenFile.number(expected.get("g_sq")), how + ", D");
      new Tolerance(1e-9, 0)
          .check(
              Statistic.NOISE_SCALE.of(moments),
              GoldenFile.number(expected.get("b_simple")),
              how + ", B_simple");
    }
  }
}
