package io.github.gns4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.kernels.ElementType;
import org.junit.jupiter.api.Test;

class StateMemoryTest {
  @Test
  void adamKeepsTwoMomentsAndTheRunningMean() {
    // three arrays; what does not grow with the parameters is a few hundred kilobytes at most
    assertThat(StateMemory.bytesPerParameter(NoiseAware.adam(), ElementType.FLOAT32))
        .isCloseTo(3.0 * Float.BYTES, within(0.5));
  }
}
