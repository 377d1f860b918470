package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteSinkTest {
  /** Two rounds of use, past the capacity it begins with. */
  @Property(tries = 50, seed = "20261126")
  void keepsWhatTheOneOfTheLibraryKeeps(
      @ForAll @Size(max = 40) List<@Size(max = 200) byte[]> pieces) {
    ByteSink sink = new ByteSink();
    for (int round = 0; round < 2; round++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      sink.clear();
      for (byte[] piece : pieces) {
        sink.write(piece, 0, piece.length);
        expected.write(piece, 0, piece.length);
        sink.write(piece.length - 300);
        expected.write(piece.length - 300);
      }
      assertThat(Arrays.copyOf(sink.bytes(), sink.length()))
          .containsExactly(expected.toByteArray());
    }
  }

  @Test
  void growsPastTwiceItsCapacity() {
    ByteSink sink = new ByteSink();
    byte[] piece = new byte[5 * StateBytes.CAPACITY];
    piece[piece.length - 1] = 7;
    sink.write(1);
    sink.write(piece, 1, piece.length - 1);
    assertThat(Arrays.copyOf(sink.bytes(), sink.length()))
        .hasSize(piece.length)
        .startsWith(1, 0)
        .endsWith(0, 7);
  }
}
