package io.github.gns4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** An absent backend is skipped loudly, or fails if it is required. */
class BackendsTest {
  @Test
  void anAbsentBackendIsSkipped() {
    assertThatThrownBy(() -> Backends.named("abacus", "vector, cuda"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("SKIPPED: tests of backend abacus");
  }

  @Test
  void anAbsentBackendFailsIfRequired() {
    assertThatThrownBy(() -> Backends.named("abacus", "vector, abacus"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dgns4j.require=vector, abacus");
  }

  @Test
  void aPresentBackendIsReturned() {
    assertThat(Backends.named("scalar").name()).isEqualTo("scalar");
  }
}
