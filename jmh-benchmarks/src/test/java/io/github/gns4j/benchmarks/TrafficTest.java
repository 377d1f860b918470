package io.github.gns4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {
  /** A multiple of all lanes and strides, and enough for several threads. */
  private static final int WORDS = 1 << 18;

  private static HostArray ones(ElementType type) {
    HostArray array = HostArray.allocate(type, (long) WORDS * Integer.BYTES / type.bytes());
    for (int i = 0; i < WORDS; i++) {
      array.segment().setAtIndex(ValueLayout.JAVA_INT, i, 1);
    }
    return array;
  }

  private static int word(HostArray array, int index) {
    return array.segment().getAtIndex(ValueLayout.JAVA_INT, index);
  }

  @Test
  void everyWordIsRead() {
    try (Traffic traffic = new Traffic()) {
      assertThat(traffic.move(ones(ElementType.FLOAT64))).isEqualTo(WORDS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyWordIsChanged(int arrays) {
    HostArray[] changed = new HostArray[arrays];
    for (int i = 0; i < arrays; i++) {
      changed[i] = ones(ElementType.FLOAT32);
    }
    try (Traffic traffic = new Traffic()) {
      traffic.move(ones(ElementType.FLOAT32), changed);
    }
    for (HostArray array : changed) {
      assertThat(IntStream.range(0, WORDS).filter(i -> word(array, i) != 2)).isEmpty();
    }
  }

  @Test
  void elementsOfOtherSizeAreMovedApart() {
    HostArray state = ones(ElementType.FLOAT32);
    try (Traffic traffic = new Traffic()) {
      assertThat(traffic.move(ones(ElementType.FLOAT16), state)).isEqualTo(WORDS);
    }
    assertThat(word(state, WORDS - 1)).isEqualTo(2);
  }
}
