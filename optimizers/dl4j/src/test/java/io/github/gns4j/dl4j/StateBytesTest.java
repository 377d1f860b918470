package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StateBytesTest {
  @Property(tries = 200, seed = "20261123")
  void whatIsWrittenIsReadInEveryType(
      @ForAll @Size(max = 900) byte[] payload, @ForAll ElementType type) {
    HostArray state = HostArray.allocate(type, StateBytes.CAPACITY);
    assertThat(StateBytes.write(state, payload, payload.length)).isEqualTo(StateBytes.stamp(state));
    // bfloat16 has 8 significant bits: 0..255 are exact there too
    assertThat(StateBytes.read(state)).containsExactly(payload);
  }

  /** Any single element that changes is noticed: what is read is the payload or an error. */
  @Property(tries = 300, seed = "20261123")
  void damageIsNoticed(
      @ForAll @IntRange(max = 110) int at, @ForAll @IntRange(max = 255) int value) {
    byte[] payload = new byte[100];
    java.util.Arrays.fill(payload, (byte) 0x5A);
    HostArray state = HostArray.allocate(ElementType.FLOAT32, StateBytes.CAPACITY);
    StateBytes.write(state, payload, payload.length);
    if (state.get(at) == value) {
      return;
    }
    state.set(at, value);
    assertThatIllegalStateException()
        .isThrownBy(() -> StateBytes.read(state))
        .withMessageContaining("updater state");
  }

  @Test
  void zerosMeanNothingWrittenYet() {
    HostArray state = HostArray.allocate(ElementType.FLOAT32, StateBytes.CAPACITY);
    assertThat(StateBytes.read(state)).isNull();
  }

  @Test
  void numbersOfAnotherUpdaterAreTold() {
    HostArray state = HostArray.allocate(ElementType.FLOAT32, StateBytes.CAPACITY);
    state.set(0, 1e-3);
    assertThatIllegalStateException()
        .isThrownBy(() -> StateBytes.read(state))
        .withMessageContaining("as element 0, allowed: 0 to 255");
    state.set(0, Double.NaN);
    assertThatIllegalStateException()
        .isThrownBy(() -> StateBytes.read(state))
        .withMessageContaining("NaN");
    state.set(0, 7);
    assertThatIllegalStateException()
        .isThrownBy(() -> StateBytes.read(state))
        .withMessageContaining("does not start with GNS4");
  }

  @Test
  void laterVersionIsRefused() {
    HostArray state = HostArray.allocate(ElementType.FLOAT64, StateBytes.CAPACITY);
    StateBytes.write(state, new byte[3], 3);
    state.set(4, 4);
    assertThatIllegalStateException()
        .isThrownBy(() -> StateBytes.read(state))
        .withMessageContaining("format version 4, understood: 3");
  }

  @Test
  void tooMuchIsRefused() {
    HostArray state = HostArray.allocate(ElementType.FLOAT64, StateBytes.CAPACITY);
    assertThatIllegalStateException()
        .isThrownBy(
            () -> StateBytes.write(state, new byte[StateBytes.CAPACITY], StateBytes.CAPACITY))
        .withMessageContaining("set aside in the updater state: 2048");
    assertThat(state.get(0)).isZero();
  }
}
