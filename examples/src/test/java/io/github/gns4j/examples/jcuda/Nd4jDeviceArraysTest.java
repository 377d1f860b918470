package io.github.gns4j.examples.jcuda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What is refused; the rest needs nd4j-cuda and a GPU and is untested. */
class Nd4jDeviceArraysTest {
  @Test
  void anArrayOfTheHostIsRefused() {
    assertThatThrownBy(() -> Nd4jDeviceArrays.wrap(Nd4j.create(DataType.FLOAT, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("array is one of the backend NATIVE_CPU, allowed: CUDA");
  }

  @Test
  void stridesAndOtherTypesAreRefused() {
    assertThatThrownBy(() -> Nd4jDeviceArrays.wrap(Nd4j.create(DataType.FLOAT, 2, 3).transpose()))
        .hasMessageContaining("allowed: dense in order c");
    assertThatThrownBy(() -> Nd4jDeviceArrays.wrap(Nd4j.create(DataType.BOOL, 4)))
        .hasMessage("array is BOOL, allowed: FLOAT, DOUBLE, HALF, BFLOAT16");
  }
}
