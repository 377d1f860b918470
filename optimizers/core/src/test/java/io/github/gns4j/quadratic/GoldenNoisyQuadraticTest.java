package io.github.gns4j.quadratic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.quadratic.NoisyQuadratic.Sgd;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.GoldenFiles;
import io.github.gns4j.testkit.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The model against the reference files {@code nqm/*}: losses, second moments, risks, curves. */
class GoldenNoisyQuadraticTest {
  /** The files' own check of the closed form allows as much. */
  private static final Tolerance RISK = new Tolerance(1e-12, 0);

  @TestFactory
  Stream<DynamicTest> files() {
    return GoldenFiles.open().list("nqm").stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)));
  }

  private static void check(GoldenFile file) {
    JsonNode root = file.root();
    assertThat(root.has("grid") || root.has("curves")).as("known content").isTrue();
    if (root.has("grid")) {
      int[] steps = ints(file.header().get("hyper_parameters").get("T"));
      Tolerance tolerance = relative(file.header().get("tolerance"));
      root.get("grid").forEach(point -> checkLoss(point, steps, tolerance));
      root.get("second_moments").forEach(point -> checkSquares(point, tolerance));
    }
    if (root.has("curves")) {
      Tolerance tolerance = relative(file.header().get("tolerance").get("loss"));
      for (JsonNode curve : root.get("curves")) {
        curve.get("points").forEach(point -> checkPoint(curve, point, tolerance));
      }
    }
  }

  private static void checkLoss(JsonNode point, int[] steps, Tolerance tolerance) {
    NoisyQuadratic model = NoisyQuadratic.paper(point.get("dim").intValue());
    Sgd sgd = sgd(point, point.get("momentum"));
    tolerance.check(
        model.expectedLoss(ones(model), sgd, steps),
        GoldenFile.vector(point.get("expected_loss")),
        "expected loss of " + sgd);
    JsonNode risk = point.get("steady_state_risk");
    double expected = risk.isNull() ? Double.POSITIVE_INFINITY : GoldenFile.number(risk);
    RISK.check(
        new double[] {model.steadyRisk(sgd)}, new double[] {expected}, "steady risk of " + sgd);
  }

  private static void checkSquares(JsonNode point, Tolerance tolerance) {
    NoisyQuadratic model = NoisyQuadratic.paper(point.get("dim").intValue());
    Sgd sgd = sgd(point, point.get("momentum"));
    tolerance.check(
        model.expectedSquares(ones(model), sgd, point.get("T").intValue()),
        GoldenFile.vector(point.get("E_x_squared")),
        "second moments of " + sgd);
  }

  /** The target is reached in the steps that are stated and not one earlier. */
  private static void checkPoint(JsonNode curve, JsonNode point, Tolerance tolerance) {
    NoisyQuadratic model = NoisyQuadratic.paper(curve.get("dim").intValue());
    Sgd sgd = sgd(point, curve.get("momentum"));
    int steps = point.get("steps").intValue();
    double[] losses = model.expectedLoss(ones(model), sgd, steps - 1, steps);
    double target = GoldenFile.number(curve.get("target_loss"));
    tolerance.check(
        new double[] {losses[1]}, new double[] {GoldenFile.number(point.get("loss"))}, "loss");
    assertThat(losses[1]).as("%s after %d steps", sgd, steps).isLessThanOrEqualTo(target);
    assertThat(losses[0]).as("%s one step earlier", sgd).isGreaterThan(target);
  }

  private static Tolerance relative(JsonNode node) {
    return new Tolerance(GoldenFile.number(GoldenFile.required(node, "rtol")), 0);
  }

  private static Sgd sgd(JsonNode point, JsonNode momentum) {
    return new Sgd(
        GoldenFile.number(point.get("lr")),
        GoldenFile.number(momentum),
        GoldenFile.number(point.get("batch")));
  }

  private static double[] ones(NoisyQuadratic model) {
    double[] ones = new double[model.dimension()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    Arrays.setAll(values, i -> node.get(i).intValue());
    return values;
  }
}
