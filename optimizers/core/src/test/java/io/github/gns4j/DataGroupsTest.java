package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.saved;
import static io.github.gns4j.OptimizerRuns.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.statistics.GroupNoise;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of the noise of data groups stands in the report of the step, and only there. */
class DataGroupsTest {
  /** Of 8: 0.75·4 within the first, 0.75·1 between; 0.25·8 and 0.25·9 of the second. */
  private static final GroupNoise NOISE =
      GroupNoise.of(
          List.of(
              new GroupNoise.Group("day", 0.75, 4, 1), new GroupNoise.Group("night", 0.25, 8, 9)));

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
