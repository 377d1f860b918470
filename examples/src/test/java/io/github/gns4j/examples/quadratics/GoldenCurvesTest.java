package io.github.gns4j.examples.quadratics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.GoldenFiles;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Steps against batch, their fits and expected losses are those of the reference files. */
class GoldenCurvesTest {
  @TestFactory
  Stream<DynamicTest> curves() {
    return GoldenFiles.open().list("nqm").stream()
        .filter(file -> file.root().has("curves"))
        .flatMap(file -> file.root().get("curves").valueStream().map(c -> test(file, c)));
  }

  private static DynamicTest test(GoldenFile file, JsonNode curve) {
    String name = "dimension " + curve.get("dim") + ", momentum " + curve.get("momentum");
    return DynamicTest.dynamicTest(name, () -> check(file, curve));
  }

  private static void check(GoldenFile file, JsonNode curve) {
    QuadraticModel model = new QuadraticModel(curve.get("dim").intValue());
    List<CurveRow> rows = CurveStudy.rows(model, GoldenFile.number(curve.get("momentum")));
    JsonNode points = curve.get("points");
    assertThat(rows).hasSameSizeAs(points);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).batch()).isEqualTo(points.get(i).get("batch").intValue());
      assertThat(rows.get(i).steps())
          .as("steps at batch %d", rows.get(i).batch())
          .isEqualTo(points.get(i).get("steps").intValue());
    }
    JsonNode fit = curve.get("fit").get("relative_least_squares");
    double rtol = GoldenFile.number(file.header().get("tolerance").get("fit").get("rtol"));
    assertClose(rows.getFirst().fewestSteps(), GoldenFile.number(fit.get("Smin")), rtol);
    assertClose(rows.getFirst().criticalBatch(), GoldenFile.number(fit.get("Bcrit")), rtol);
  }

  private static void assertClose(double actual, double expected, double rtol) {
    assertThat(actual).isCloseTo(expected, within(rtol * Math.abs(expected)));
  }

  @TestFactory
  Stream<DynamicTest> losses() {
    return GoldenFiles.open().list("nqm").stream()
        .filter(file -> file.root().has("grid"))
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> checkLosses(file)));
  }

  private static void checkLosses(GoldenFile file) {
    JsonNode steps = file.header().get("hyper_parameters").get("T");
    for (JsonNode point : file.root().get("grid")) {
      QuadraticModel model = new QuadraticModel(point.get("dim").intValue());
      Setting setting =
          new Setting(
              GoldenFile.number(point.get("lr")),
              GoldenFile.number(point.get("momentum")),
              point.get("batch").intValue());
      ExpectedRun run = new ExpectedRun(model, setting);
      int taken = 0;
      for (int k = 0; k < steps.size(); k++) {
        double loss = model.initialLoss();
        for (; taken < steps.get(k).intValue(); taken++) {
          loss = run.step();
        }
        double expected = GoldenFile.number(point.get("expected_loss").get(k));
        assertClose(loss, expected, 1e-10);
      }
    }
  }
}
