package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.ContractRun;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every case of every contract in each order of threads; {@link CudaContractTest} changes the order
 * from launch to launch. Some minutes: {@code -Dgns4j.cuda.sweep=true}.
 */
@EnabledIfSystemProperty(named = "gns4j.cuda.sweep", matches = "true")
class OrderSweepTest {
  @ParameterizedTest
  @EnumSource(
      value = Emulator.Order.class,
      names = {"FORWARD", "REVERSE", "RANDOM"})
  void everyCase(Emulator.Order order) {
    try (Kernels kernels = Emulator.kernels(order)) {
      ContractRun run = new ContractRun(kernels);
      for (String operation : run.cases().keySet()) {
        assertThat(run.failures(operation, number -> true)).isEmpty();
      }
    }
  }
}
