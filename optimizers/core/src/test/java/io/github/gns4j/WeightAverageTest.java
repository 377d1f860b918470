package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.state.CheckpointException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  private static final Kernels KERNELS = Kernels.select(Placement.HOST);
  private static final int LENGTH = 70;

  private final HostArray parameters = HostArray.copyOf(new double[LENGTH]);

  private void move(SplittableRandom random) {
    for (int i = 0; i < LENGTH; i++) {
      parameters.set(i, random.nextDouble(-1, 1));
    }
  }

  private static double[] look(WeightAverage average, HostArray parameters) {
    average.exchange();
    double[] seen = parameters.toDoubles();
    average.exchange();
    return seen;
  }

  @Test
  void equalAverageIsTheMeanWeightedBySamples() {
    WeightAverage average = WeightAverage.equal(KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(1);
    double[] sum = new double[LENGTH];
    long samples = 0;
    for (int step = 1; step <= 50; step++) {
      move(random);
      average.add(step);
      samples += step;
      for (int i = 0; i < LENGTH; i++) {
        sum[i] += step * parameters.get(i);
      }
      double[] seen = look(average, parameters);
      for (int i = 0; i < LENGTH; i++) {
        assertThat(seen[i]).isCloseTo(sum[i] / samples, within(1e-13));
      }
    }
    assertThat(average.samples()).isEqualTo(samples);
  }

  /** Until its horizon it is the mean, then it fades: against the weights written out. */
  @Test
  void exponentialAverageFadesBySamples() {
    double decay = 0.9;
    WeightAverage average = WeightAverage.exponential(decay, 8, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(2);
    double[] expected = new double[LENGTH];
    long total = 0;
    for (int step = 0; step < 80; step++) {
      int samples = 1 + random.nextInt(30);
      move(random);
      average.add(samples);
      total += samples;
      double weight = Math.max((double) samples / total, 1 - Math.pow(decay, samples / 8.0));
      for (int i = 0; i < LENGTH; i++) {
        expected[i] = (1 - weight) * expected[i] + weight * parameters.get(i);
      }
    }
    double[] seen = look(average, parameters);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(seen[i]).isCloseTo(expected[i], within(1e-13));
    }
  }

  @Test
  void usualPowerIsEight() {
    WeightAverage usual = WeightAverage.polynomial(KERNELS, parameters);
    WeightAverage made = WeightAverage.polynomial().create(KERNELS, parameters);
    WeightAverage eight = WeightAverage.polynomial(8, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(6);
    for (int step = 0; step < 20; step++) {
      move(random);
      for (WeightAverage average : new WeightAverage[] {usual, made, eight}) {
        average.add(12);
      }
    }
    assertThat(look(usual, parameters)).isEqualTo(look(eight, parameters));
    assertThat(look(made, parameters)).isEqualTo(look(eight, parameters));
  }

  /** The weights of steps of one size are {@code t(t + 1)…(t + p − 1)}, written out. */
  @Test
  void polynomialAverageWeighsByAPowerOfTheTime() {
    int power = 3;
    WeightAverage average = WeightAverage.polynomial(power).create(KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(5);
    double[] sum = new double[LENGTH];
    double weights = 0;
    for (int t = 1; t <= 60; t++) {
      move(random);
      average.add(16);
      double weight = (double) t * (t + 1) * (t + 2);
      weights += weight;
      for (int i = 0; i < LENGTH; i++) {
        sum[i] += weight * parameters.get(i);
      }
      double[] seen = look(average, parameters);
      for (int i = 0; i < LENGTH; i++) {
        assertThat(seen[i]).isCloseTo(sum[i] / weights, within(1e-13));
      }
    }
  }

  /**
   * Of parameters that are the samples so far: {@code T·(1 − 1/(p + 2))}, up to a step's length.
   */
  @Test
  void polynomialAverageIsAsOldAsAPartOfTheRun() {
    WeightAverage average = WeightAverage.polynomial(8, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(6);
    long total = 0;
    for (int step = 0; step < 2000; step++) {
      int samples = 1 + random.nextInt(64);
      total += samples;
      for (int i = 0; i < LENGTH; i++) {
        parameters.set(i, total);
      }
      average.add(samples);
    }
    assertThat(look(average, parameters)[0]).isCloseTo(0.9 * total, within(64.0));
  }

  @Test
  void polynomialAverageOfPowerZeroIsTheMean() {
    WeightAverage mean = WeightAverage.equal(KERNELS, parameters);
    WeightAverage same = WeightAverage.polynomial(0, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(7);
    for (int step = 0; step < 20; step++) {
      move(random);
      int samples = 1 + random.nextInt(30);
      mean.add(samples);
      same.add(samples);
    }
    assertThat(look(same, parameters)).containsExactly(look(mean, parameters));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightAverage.polynomial(-1))
        .withMessageContaining("power is -1");
  }

  /** Two steps of half the samples on the same parameters fade as one of all of them. */
  @Test
  void horizonDoesNotDependOnTheBatch() {
    WeightAverage large = WeightAverage.exponential(0.9, 8, KERNELS, parameters);
    WeightAverage small = WeightAverage.exponential(0.9, 8, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(3);
    for (int step = 0; step < 60; step++) {
      move(random);
      large.add(32);
      small.add(16);
      small.add(16);
    }
    double[] seen = look(large, parameters);
    double[] other = look(small, parameters);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(other[i]).isCloseTo(seen[i], within(1e-12));
    }
  }

  @Test
  void exchangeBackRestoresEveryBit() {
    WeightAverage average = WeightAverage.exponential(0.99, 8, KERNELS, parameters);
    assertThatIllegalStateException()
        .isThrownBy(average::exchange)
        .withMessageContaining("nothing was added");
    SplittableRandom random = new SplittableRandom(4);
    move(random);
    average.add(8);
    move(random);
    average.add(8);
    double[] before = parameters.toDoubles();
    average.exchange();
    assertThat(parameters.toDoubles()).isNotEqualTo(before);
    assertThatIllegalStateException()
        .isThrownBy(() -> average.add(8))
        .withMessageContaining("in the place of the parameters");
    average.exchange();
    assertThat(parameters.toDoubles()).isEqualTo(before);
  }

  @Test
  void restoredAverageGoesOnWithTheSameBits() throws IOException {
    WeightAverage first = WeightAverage.exponential(0.9, 8, KERNELS, parameters);
    SplittableRandom random = new SplittableRandom(5);
    for (int step = 0; step < 20; step++) {
      move(random);
      first.add(8);
    }
    WeightAverage second = WeightAverage.exponential(0.9, 8, KERNELS, parameters);
    second.restore(new ByteArrayInputStream(saved(first)));
    move(random);
    first.add(24);
    second.add(24);
    assertThat(saved(second)).isEqualTo(saved(first));

    byte[] bytes = saved(first);
    byte[] untouched = saved(second);
    for (int i = 0; i < bytes.length; i += 7) {
      byte[] cut = Arrays.copyOf(bytes, i);
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x20;
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> second.restore(new ByteArrayInputStream(cut)));
      assertThatExceptionOfType(IOException.class)
          .as("byte %d", i)
          .isThrownBy(() -> second.restore(new ByteArrayInputStream(damaged)));
      assertThat(saved(second)).isEqualTo(untouched);
    }
  }

  /** What went into another average is not what this one would have made of it. */
  @Test
  void savedStateSaysWhichAverageItIs() throws IOException {
    WeightAverage polynomial = WeightAverage.polynomial(KERNELS, parameters);
    WeightAverage exponential = WeightAverage.exponential(0.9, 8, KERNELS, parameters);
    polynomial.add(12);
    byte[] untouched = saved(exponential);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> exponential.restore(new ByteArrayInputStream(saved(polynomial))))
        .withMessageContaining("\"average (polynomial, power 8.0) of 70 FLOAT64\"")
        .withMessageContaining(
            "needed: \"average (exponential, decay 0.9 over 8 samples) of 70 FLOAT64\"");
    assertThat(saved(exponential)).isEqualTo(untouched);
    assertThat(WeightAverage.polynomial(0, KERNELS, parameters).description())
        .isEqualTo(WeightAverage.equal(KERNELS, parameters).description())
        .isEqualTo("equal");
  }

  private static byte[] saved(WeightAverage average) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    average.save(bytes);
    return bytes.toByteArray();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightAverage.exponential(1, 8, KERNELS, parameters))
        .withMessage("decay is 1.0, allowed: [0.0, 1.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightAverage.exponential(0.9, 0, KERNELS, parameters))
        .withMessageContaining("baseBatch is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightAverage.equal(KERNELS, parameters).add(0))
        .withMessageContaining("samples is 0");
  }
}
