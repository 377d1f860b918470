package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.saved;
import static io.github.gns4j.OptimizerRuns.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.statistics.GroupMeans;
import io.github.gns4j.statistics.GroupNoise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of the noise of data groups stands in the report of the step, and only there. */
class DataGroupsTest {
  /** Of 8: 0.75·4 within the first, 0.75·1 between; 0.25·8 and 0.25·9 of the second. */
  private static final GroupNoise NOISE =
      GroupNoise.of(
          List.of(
              new GroupNoise.Group("day", 0.75, 4, 1), new GroupNoise.Group("night", 0.25, 8, 9)));

  private final Random random = new Random(8);

  @Test
  void areReportedInTheStepForWhichTheyWereTold() throws IOException {
    HostArray parameters = start();
    HostArray copy = start();
    NoiseAwareOptimizer optimizer = make(NoiseAware.adam(), parameters);
    NoiseAwareOptimizer untold = make(NoiseAware.adam(), copy);
    assertThat(step(optimizer, parameters, 1, false).groups()).isEmpty();
    step(untold, copy, 1, false);

    List<GroupReport> groups = step(optimizer, parameters, 2, true).groups();
    step(untold, copy, 2, false);

    assertThat(groups).extracting(GroupReport::name).containsExactly("day", "night");
    assertThat(groups).extracting(GroupReport::samplingShare).containsExactly(0.75, 0.25);
    assertThat(groups).extracting(GroupReport::within).containsExactly(3 / 8.0, 2 / 8.0);
    assertThat(groups).extracting(GroupReport::between).containsExactly(0.75 / 8, 2.25 / 8);
    assertThat(groups.stream().mapToDouble(g -> g.within() + g.between()).sum())
        .isCloseTo(1, within(1e-15));
    assertThat(step(optimizer, parameters, 3, false).groups()).isEmpty();
    step(untold, copy, 3, false);
    assertThat(parameters.toDoubles()).isEqualTo(copy.toDoubles());
    assertThat(saved(optimizer)).isEqualTo(saved(untold));
    assertThatNullPointerException().isThrownBy(() -> optimizer.groups(null));
  }

  /**
   * Of 45 directions, 5 of 50 being running statistics: 0.75·45·1 within and 0.75·45·0.25² between
   * for the day, 0.25·45·3 and 0.25·45·0.75² for the night. A mean over 200 steps scatters by less
   * than 0.01 (two parts of a group a step), and as that of a ratio it is off by some 0.02.
   */
  @Test
  void areFormedFromTheMicroBatches() {
    NoiseAwareOptimizer optimizer =
        make(NoiseAware.sgd().learningRate(0), HostArray.copyOf(start().toDoubles()), 6);
    GroupMeans groups =
        new GroupMeans(
            OptimizerRuns.KERNELS,
            ElementType.FLOAT64,
            OptimizerRuns.SEGMENTS,
            new TreeMap<>(Map.of("day", 0.75, "night", 0.25)));
    double[] parts = new double[4];
    int steps = 200;
    for (int i = 0; i < steps; i++) {
      List<GroupReport> told = stepOfGroups(optimizer, groups).groups();
      assertThat(told).extracting(GroupReport::name).containsExactly("day", "night");
      for (int c = 0; c < 2; c++) {
        parts[2 * c] += told.get(c).within() / steps;
        parts[2 * c + 1] += told.get(c).between() / steps;
      }
    }
    double[] expected = {0.75, 0.75 * 0.0625, 0.75, 0.25 * 0.5625};
    double total = Arrays.stream(expected).sum();
    for (int i = 0; i < parts.length; i++) {
      assertThat(parts[i]).isCloseTo(expected[i] / total, within(0.05));
    }
  }

  private StepReport stepOfGroups(NoiseAwareOptimizer optimizer, GroupMeans groups) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      String group = micro.index() % 2 == 0 ? "day" : "night";
      FlatArray gradient = gradientOf(group, micro.samples());
      optimizer.accumulate(gradient, micro);
      groups.add(group, gradient, micro.samples());
    }
    groups.noise().ifPresent(optimizer::groups);
    groups.clear();
    StepReport report = optimizer.step();
    return report;
  }

  /** Of mean 1 and variance 1 by day, of mean 2 and variance 3 by night, in each direction. */
  private HostArray gradientOf(String group, int samples) {
    boolean isDay = group.equals("day");
    double deviation = Math.sqrt((isDay ? 1.0 : 3.0) / samples);
    double[] values = new double[OptimizerRuns.DIMENSION];
    Arrays.setAll(values, i -> (isDay ? 1 : 2) + deviation * random.nextGaussian());
    return HostArray.copyOf(values);
  }

  private static StepReport step(
      NoiseAwareOptimizer optimizer, HostArray parameters, long seed, boolean isTold) {
    Random random = new Random(seed);
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.accumulate(gradient(parameters, random), micro);
    }
    if (isTold) {
      optimizer.groups(NOISE);
    }
    return optimizer.step();
  }
}
