package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.GoldenFiles;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rate rules against reference values that are not this project's. */
class GoldenRateRulesTest {
  private static void each(String table, Consumer<Row> check) {
    int rows = 0;
    for (GoldenFile file : GoldenFiles.open().list("lr_rules")) {
      JsonNode header = file.header();
      for (JsonNode row : GoldenFile.required(file.root(), table)) {
        check.accept(new Row(header, row));
        rows++;
      }
    }
    assertThat(rows).isPositive();
  }

  private record Row(JsonNode header, JsonNode row) {
    double get(String name) {
      return GoldenFile.number(row.get(name));
    }

    int baseBatch() {
      return header.get("hyper_parameters").get("base_batch").asInt();
    }

    void check(double actual, double expected) {
      double rtol = header.get("tolerance").get("rtol").asDouble();
      assertThat(Math.abs(actual - expected))
          .as("%s: %s", row, actual)
          .isLessThanOrEqualTo(rtol * Math.abs(expected));
    }
  }

  /** The reference has the variance at the base batch, trΣ/B₀, and |G|². */
  private static NoiseEstimate estimate(double variance, double signal, int base) {
    double trace = variance * base;
    double scale = trace / signal;
    return signal > 0
        ? new Resolved(trace, signal, scale, scale, scale, 100, EstimateKind.MICRO_BATCH)
        : new Unresolved(trace, signal, Double.POSITIVE_INFINITY, 100, EstimateKind.MICRO_BATCH);
  }

  @Test
  void adaScaleAndItsRoot() {
    each(
        "adascale",
        row -> {
          if (row.row().get("gain").isNull()) {
            return;
          }
          int base = 1000 * row.baseBatch();
          int batch = (int) Math.rint(base * row.get("S"));
          NoiseEstimate noise = estimate(row.get("var"), row.get("sqr"), base);
          RateInput in = new RateInput(noise, batch, base);
          row.check(LearningRateRule.adaScale().gain(in).factor(), row.get("gain"));
          row.check(LearningRateRule.adaScale().gain(in).clockAdvance(), row.get("gain"));
          row.check(
              LearningRateRule.squareRootAdaScale().gain(in).factor(), Math.sqrt(row.get("gain")));
        });
  }

  @Test
  void criticalBatch() {
    each(
        "mccandlish",
        row -> {
          int batch = (int) row.get("batch");
          double noise = row.get("b_noise");
          RateInput in = new RateInput(Estimates.exactly(noise), batch, row.baseBatch());
          RateGain gain = LearningRateRule.criticalBatch().gain(in);
          row.check(gain.factor(), row.get("factor"));
          row.check(gain.clockAdvance(), row.get("factor_relative_to_base_batch"));
          double most = row.header().get("hyper_parameters").get("eps_max").asDouble();
          row.check(
              new LearningRateController(
                      LearningRateSchedule.constant(most), LearningRateRule.criticalBatch())
                  .decide(in)
                  .learningRate(),
              row.get("lr"));
        });
  }

  @Test
  void linearAndSquareRoot() {
    each(
        "batch_scaling",
        row -> {
          int batch = (int) row.get("batch");
          RateInput in = new RateInput(Estimates.exactly(1), batch, row.baseBatch());
          row.check(LearningRateRule.linear().gain(in).factor(), row.get("linear"));
          row.check(LearningRateRule.squareRoot().gain(in).factor(), row.get("sqrt"));
        });
  }
}
