package io.github.gns4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatArraysTest {
  private static final int HALF_PATTERNS = 1 << 16;

  @Test
  void everyBFloat16GoesThereAndBack() {
    for (int bits = 0; bits < HALF_PATTERNS; bits++) {
      float value = BFloat16.toFloat((short) bits);
      int back = Short.toUnsignedInt(BFloat16.fromFloat(value));
      if (Float.isNaN(value)) {
        assertThat(BFloat16.toFloat((short) back)).isNaN();
      } else {
        assertThat(back).isEqualTo(bits);
      }
    }
  }

  @Test
  void bfloat16RoundsToNearestEven() {
    assertThat(BFloat16.fromFloat(0x1.01p0f)).isEqualTo((short) 0x3F80);
    assertThat(BFloat16.fromFloat(0x1.03p0f)).isEqualTo((short) 0x3F82);
    assertThat(BFloat16.fromFloat(0x1.0101p0f)).isEqualTo((short) 0x3F81);
    assertThat(BFloat16.fromFloat(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
  }

  /** The backends convert gradients as the language does, all patterns of both types. */
  @Test
  void everyHalfPatternIsWidenedExactly() {
    for (ElementType type : new ElementType[] {ElementType.FLOAT16, ElementType.BFLOAT16}) {
      HostArray halves = HostArray.allocate(type, HALF_PATTERNS);
      for (int bits = 0; bits < HALF_PATTERNS; bits++) {
        halves.segment().setAtIndex(java.lang.foreign.ValueLayout.JAVA_SHORT, bits, (short) bits);
      }
      for (String name : List.of("scalar", "vector")) {
        HostArray mean = HostArray.allocate(ElementType.FLOAT32, HALF_PATTERNS);
        Kernels.named(name)
            .accumulate(
                mean,
                halves,
                Segments.single(HALF_PATTERNS),
                new Accumulation(1, 0, 1),
                null,
                null);
        assertThat(mean.toDoubles()).as(name + " " + type).isEqualTo(halves.toDoubles());
      }
    }
  }

  @Test
  void slicesShareMemory() {
    HostArray array = HostArray.copyOf(1f, 2f, 3f);
    array.slice(1, 2).set(0, 7);
    assertThat(array.toDoubles()).containsExactly(1, 7, 3);
    assertThatThrownBy(() -> array.slice(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("from 2 of length 2", "[0, 3)");
    assertThatThrownBy(() -> array.slice(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> array.slice(1, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wrapRefusesWhatKernelsCannotUse() {
    MemorySegment heap = MemorySegment.ofArray(new float[4]);
    assertThatThrownBy(() -> HostArray.wrap(ElementType.FLOAT32, heap))
        .hasMessageContaining("Java heap");
    MemorySegment memory = Arena.ofAuto().allocate(16, 16);
    assertThatThrownBy(() -> HostArray.wrap(ElementType.FLOAT32, memory.asReadOnly()))
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> HostArray.wrap(ElementType.FLOAT32, memory.asSlice(0, 6)))
        .hasMessageContainingAll("6 bytes", "multiples of 4");
    assertThatThrownBy(() -> HostArray.wrap(ElementType.FLOAT32, memory.asSlice(2, 4)))
        .hasMessageContainingAll("address", "multiples of 4");
    assertThatThrownBy(() -> HostArray.allocate(ElementType.FLOAT32, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void segmentsCoverWithoutGaps() {
    Segment a = new Segment("a", 0, 3, Segment.Kind.GRADIENT);
    Segment b = new Segment("b", 3, 2, Segment.Kind.STATISTICS);
    Segments segments = Segments.of(List.of(a, b));
    assertThat(segments.length()).isEqualTo(5);
    assertThat(segments.gradientLength()).isEqualTo(3);
    assertThat(segments).isEqualTo(Segments.of(List.of(a, b)));
    assertThatThrownBy(() -> Segments.of(List.of(b)))
        .hasMessageContainingAll("segment b starts at 3", "allowed: 0");
    Segment again = new Segment("a", 3, 1, Segment.Kind.GRADIENT);
    assertThatThrownBy(() -> Segments.of(List.of(a, again))).hasMessageContaining("named a");
    assertThatThrownBy(() -> new Segment("c", 0, 0, Segment.Kind.GRADIENT))
        .hasMessageContainingAll("length of segment c", "at least 1");
    assertThat(Segments.single(0).count()).isZero();
  }
}
