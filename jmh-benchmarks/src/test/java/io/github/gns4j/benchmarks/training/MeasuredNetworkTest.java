package io.github.gns4j.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.NoOp;

/** The committed results are of networks of these sizes. */
class MeasuredNetworkTest {
  @ParameterizedTest
  @CsvSource({"MLP,203530", "LENET,431080"})
  void parametersAreThoseOfTheResults(MeasuredNetwork kind, long parameters) {
    assertThat(kind.network(new NoOp()).numParams()).isEqualTo(parameters);
  }
}
