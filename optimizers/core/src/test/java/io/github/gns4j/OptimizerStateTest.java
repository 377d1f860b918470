package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.KERNELS;
import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.saved;
import static io.github.gns4j.OptimizerRuns.start;
import static io.github.gns4j.OptimizerRuns.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Saved and restored optimizers continue with the same bits; anything else is refused. */
class OptimizerStateTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void restoredRunContinuesWithTheSameBits(NoiseAwareBuilder<?> builder) throws IOException {
    HostArray parameters = start();
    Random random = new Random(1);
    NoiseAwareOptimizer optimizer = make(builder, parameters);
    for (int i = 0; i < 30; i++) {
      step(optimizer, parameters, random);
    }
    byte[] state = saved(optimizer);
    HostArray copy = start();
    KERNELS.copy(parameters, copy);

    Random first = new Random(2);
    Random second = new Random(2);
    NoiseAwareOptimizer restored = make(builder, copy);
    restored.restore(new ByteArrayInputStream(state));
    for (int i = 0; i < 20; i++) {
      StepReport stopped = step(restored, copy, second);
      assertThat(stopped).isEqualTo(step(optimizer, parameters, first));
    }
    assertThat(copy.toDoubles()).isEqualTo(parameters.toDoubles());
    assertThat(saved(restored)).isEqualTo(saved(optimizer));
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void stepSavedBetweenMicroBatchesContinuesWithTheSameBits(NoiseAwareBuilder<?> builder)
      throws IOException {
    for (int microBatch : new int[] {8, 24}) {
      HostArray parameters = start();
      HostArray copy = start();
      NoiseAwareOptimizer optimizer = make(builder, parameters, microBatch);
      Random random = new Random(1);
      for (int i = 0; i < 12; i++) {
        step(optimizer, parameters, random);
      }
      KERNELS.copy(parameters, copy);
      HostArray first = gradient(parameters, random);
      MicroBatch micro = optimizer.nextBatch().microBatch(0);
      optimizer.accumulate(first, micro);
      NoiseAwareOptimizer restored = make(builder, copy, microBatch);
      restored.restore(new ByteArrayInputStream(saved(optimizer)));
      for (int i = 1; i < micro.count(); i++) {
        HostArray next = gradient(parameters, random);
        optimizer.accumulate(next, optimizer.nextBatch().microBatch(i));
        restored.accumulate(next, restored.nextBatch().microBatch(i));
      }
      assertThat(restored.step()).isEqualTo(optimizer.step());
      assertThat(copy.toDoubles()).isEqualTo(parameters.toDoubles());
      assertThat(saved(restored)).isEqualTo(saved(optimizer));
    }
  }

  @Test
  void damagedForeignAndTruncatedStatesAreRefusedAndChangeNothing() throws IOException {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer = make(NoiseAware.adam(), parameters);
    for (int i = 0; i < 3; i++) {
      step(optimizer, parameters, new Random(i));
    }
    byte[] good = saved(optimizer);
    for (int cut : new int[] {0, 3, 20, good.length / 2, good.length - 1}) {
      assertRefused(optimizer, Arrays.copyOf(good, cut));
    }
    for (int at = 0; at < good.length; at += 3) {
      byte[] damaged = good.clone();
      damaged[at] ^= 0x10;
      assertRefused(optimizer, damaged);
    }
    assertRefused(optimizer, saved(make(NoiseAware.lamb(), start())));
    assertRefused(optimizer, saved(make(NoiseAware.sgd(), start())));
    assertRefused(optimizer, "a text file, not a checkpoint".getBytes(StandardCharsets.UTF_8));
  }

  /** What says whose state it is must be the same in every process that reads it. */
  @Test
  void fingerprintIsTheSameInEveryProcess() throws IOException {
    String saved = new String(saved(make(NoiseAware.adam(), start())), StandardCharsets.ISO_8859_1);
    CRC32C crc = new CRC32C();
    String layout = "w 0 30 GRADIENT\nmean 30 5 STATISTICS\nb 35 15 GRADIENT\n";
    crc.update(layout.getBytes(StandardCharsets.UTF_8));
    assertThat(saved)
        .contains("Adam of 50 FLOAT32 in 3 segments #" + Long.toHexString(crc.getValue()));
  }

  private static void assertRefused(NoiseAwareOptimizer optimizer, byte[] bytes)
      throws IOException {
    byte[] before = saved(optimizer);
    assertThatThrownBy(() -> optimizer.restore(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("null");
    assertThat(saved(optimizer)).isEqualTo(before);
  }
}
