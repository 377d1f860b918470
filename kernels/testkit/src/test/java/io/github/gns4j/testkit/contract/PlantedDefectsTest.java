package io.github.gns4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tolerances reject mistakes: each planted one is caught by the test it names, and the same
 * tests accept the oracle without it.
 */
class PlantedDefectsTest {
  private static final Map<String, Function<Kernels, KernelContract>> CONTRACTS =
      Map.of(
          "SquaredNormContract", SquaredNorm::new,
          "DotContract", Dot::new,
          "AccumulateContract", Accumulate::new,
          "PerSampleMomentsContract", PerSampleMoments::new,
          "SgdStepContract", SgdStep::new,
          "AdamStepContract", AdamStep::new,
          "LambStepContract", LambStep::new,
          "AverageContract", Average::new,
          "OuterNormsContract", OuterNorms::new,
          "ConvolutionNormsContract", ConvolutionNorms::new);

  private static Stream<Defect> defects() {
    return Stream.of(AdamDefects.all(), OtherDefects.all(), NormDefects.all())
        .flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsCaught() {
    return defects().map(defect -> DynamicTest.dynamicTest(defect.toString(), () -> check(defect)));
  }

  private static void check(Defect defect) {
    List<KernelCase> cases = cases(defect);
    assertThat(cases).as("cases of %s", defect).isNotEmpty();
    Kernels wrong = Kernels.of(defect.backend().get());
    assertThatThrownBy(() -> cases.forEach(c -> c.check(wrong))).isInstanceOf(AssertionError.class);
  }

  private static List<KernelCase> cases(Defect defect) {
    return CONTRACTS.get(defect.contract()).apply(null).groups().entrySet().stream()
        .filter(group -> group.getKey().contains(defect.group()))
        .flatMap(group -> group.getValue().stream())
        .toList();
  }

  /** The groups that catch mistakes accept the oracle itself, so it is the mistake they see. */
  @Test
  void theOracleHasNone() {
    Kernels right = Kernels.of(new OracleBackend());
    defects().flatMap(defect -> cases(defect).stream().limit(5)).forEach(c -> c.check(right));
  }

  private static final class SquaredNorm extends SquaredNormContract {
    private final Kernels kernels;

    SquaredNorm(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class Dot extends DotContract {
    private final Kernels kernels;

    Dot(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class Accumulate extends AccumulateContract {
    private final Kernels kernels;

    Accumulate(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class PerSampleMoments extends PerSampleMomentsContract {
    private final Kernels kernels;

    PerSampleMoments(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class SgdStep extends SgdStepContract {
    private final Kernels kernels;

    SgdStep(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class AdamStep extends AdamStepContract {
    private final Kernels kernels;

    AdamStep(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class LambStep extends LambStepContract {
    private final Kernels kernels;

    LambStep(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class Average extends AverageContract {
    private final Kernels kernels;

    Average(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class OuterNorms extends OuterNormsContract {
    private final Kernels kernels;

    OuterNorms(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }

  private static final class ConvolutionNorms extends ConvolutionNormsContract {
    private final Kernels kernels;

    ConvolutionNorms(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }
}
