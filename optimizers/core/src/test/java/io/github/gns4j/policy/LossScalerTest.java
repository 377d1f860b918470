package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LossScalerTest {
  /** Scales after each step of {@code outcomes}: '.' finite, 'x' not. */
  private static double[] scales(LossScaling scaling, String outcomes) {
    LossScaler scaler = new LossScaler(scaling);
    return outcomes
        .chars()
        .mapToDouble(
            outcome -> {
              scaler.stepEnded(outcome == 'x' ? 3 : 0);
              return scaler.scale();
            })
        .toArray();
  }

  @Test
  void halvesAtOnceAndDoublesAfterTheInterval() {
    LossScaling scaling = LossScaling.dynamic().growing(2, 3).startingAt(16);
    assertThat(scales(scaling, "..x....x...xx"))
        .containsExactly(16, 16, 8, 8, 8, 16, 16, 8, 8, 8, 16, 8, 4);
  }

  @Test
  void hysteresisBearsAsManyAsItSaysUntilItRises() {
    LossScaling scaling = LossScaling.dynamic().growing(4, 3).backingOff(0.5, 2).startingAt(16);
    // the second of two ends the patience, which the rise alone restores
    assertThat(scales(scaling, "x.xx...x.x")).containsExactly(16, 16, 8, 4, 4, 4, 16, 16, 16, 8);
  }

  @Test
  void limitsHold() {
    LossScaling scaling = LossScaling.dynamic().startingAt(4).growing(2, 1).between(1, 16);
    assertThat(scales(scaling, "xxx......")).containsExactly(2, 1, 1, 2, 4, 8, 16, 16, 16);
    assertThat(scales(LossScaling.fixed(128), "x.x.....")).containsOnly(128);
    assertThat(scales(LossScaling.none(), "x.x.....")).containsOnly(1);
  }

  @Test
  void defaultsAreThoseOfTheUsualScaler() {
    String rise = ".".repeat(1999);
    double[] scales = scales(LossScaling.dynamic(), "x" + rise + ".");
    assertThat(scales[0]).isEqualTo(32768);
    assertThat(scales[1999]).isEqualTo(32768);
    assertThat(scales[2000]).isEqualTo(65536);
  }

  /** The scale is initial·growth^rises·backoff^falls, with rises and falls counted over runs. */
  @Property(tries = 200, seed = "20261126")
  void countsOfRisesAndFallsGiveTheScale(
      @ForAll @Size(min = 1, max = 60) List<Boolean> finite,
      @ForAll @IntRange(min = 1, max = 4) int interval) {
    LossScaling scaling =
        LossScaling.dynamic().growing(2, interval).between(0x1p-100, 0x1p100).startingAt(1);
    LossScaler scaler = new LossScaler(scaling);
    finite.forEach(passed -> scaler.stepEnded(passed ? 0 : 1));
    StringBuilder outcomes = new StringBuilder();
    finite.forEach(passed -> outcomes.append(passed ? '.' : 'x'));
    int falls = (int) outcomes.chars().filter(c -> c == 'x').count();
    int rises = 0;
    for (String run : outcomes.toString().split("x", -1)) {
      rises += run.length() / interval;
    }
    assertThat(scaler.scale()).isEqualTo(Math.pow(2, rises - falls));
  }

  @Property(tries = 100, seed = "20261126")
  void restoredScalerGoesOnTheSame(
      @ForAll @Size(max = 30) List<Boolean> before, @ForAll @Size(max = 30) List<Boolean> after)
      throws IOException {
    LossScaling scaling = LossScaling.dynamic().growing(2, 3).backingOff(0.25, 2);
    LossScaler first = new LossScaler(scaling);
    before.forEach(passed -> first.stepEnded(passed ? 0 : 1));
    LossScaler second = new LossScaler(scaling);
    second.restore(new DataInputStream(new ByteArrayInputStream(saved(first))));
    for (boolean passed : after) {
      first.stepEnded(passed ? 0 : 1);
      second.stepEnded(passed ? 0 : 1);
      assertThat(second.scale()).isEqualTo(first.scale());
    }
    assertThat(saved(second)).isEqualTo(saved(first));
  }

  @Test
  void scaleBeyondTheLimitsIsNotRestored() throws IOException {
    byte[] high = saved(new LossScaler(LossScaling.fixed(1024)));
    LossScaler low = new LossScaler(LossScaling.dynamic().startingAt(4).between(1, 8));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> low.restore(new DataInputStream(new ByteArrayInputStream(high))))
        .withMessage("loss scale 1024.0, allowed: 1.0 to 8.0");
    assertThat(low.scale()).isEqualTo(4);
  }

  private static byte[] saved(LossScaler scaler) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    scaler.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void badSettingsAreNamed() {
    LossScaling dynamic = LossScaling.dynamic();
    refused("scale is 0.0", () -> LossScaling.fixed(0));
    refused("scale is NaN", () -> LossScaling.fixed(Double.NaN));
    refused(
        "initial is 3.3554432E7, allowed: [1.0, 1.6777216E7]", () -> dynamic.startingAt(0x1p25));
    refused("growth is 0.5, allowed: at least 1", () -> dynamic.growing(0.5, 10));
    refused("growthInterval is 0", () -> dynamic.growing(2, 0));
    refused("backoff is 0.0, allowed: (0, 1]", () -> dynamic.backingOff(0, 1));
    refused("hysteresis is 0", () -> dynamic.backingOff(0.5, 0));
    refused("max is 1.0, allowed: at least min, 2.0", () -> dynamic.between(2, 1));
    refused("max is Infinity", () -> dynamic.between(1, Double.POSITIVE_INFINITY));
  }

  private static void refused(String message, Runnable setting) {
    assertThatIllegalArgumentException().isThrownBy(setting::run).withMessageContaining(message);
  }
}
