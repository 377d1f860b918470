package io.github.gns4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreeMemoryTest {
  @Test
  void whatFitsIsAllowed() {
    assertThatNoException().isThrownBy(() -> FreeMemory.require(1));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatDoesNotFitIsLeftOut() {
    assertThatThrownBy(() -> FreeMemory.require(Long.MAX_VALUE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("left out");
  }
}
