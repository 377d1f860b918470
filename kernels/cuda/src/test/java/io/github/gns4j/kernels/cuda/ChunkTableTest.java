package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segment.Kind;
import io.github.gns4j.kernels.Segments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The division of layouts into chunks. */
class ChunkTableTest {
  private static final int CHUNK = 1024;

  @Test
  void chunksEndAtMultiplesOfTheArray() {
    Segments segments =
        Segments.of(
            List.of(
                new Segment("a", 0, 1000, Kind.GRADIENT),
                new Segment("b", 1000, 24, Kind.STATISTICS),
                new Segment("c", 1024, 1025, Kind.GRADIENT)));
    ChunkTable table = ChunkTable.of(segments, CHUNK);
    assertThat(table.count()).isEqualTo(4);
    assertChunk(table, 0, 0, 1000, 0);
    assertChunk(table, 1, 1000, 24, ~1);
    assertChunk(table, 2, 1024, 1024, 2);
    assertChunk(table, 3, 2048, 1, 2);
    long[] first = new long[4];
    table.firstChunk().asLongBuffer().get(first);
    assertThat(first).containsExactly(0, 1, 2, 4);
  }

  private static void assertChunk(ChunkTable table, int index, long begin, int length, int code) {
    int at = 16 * index;
    assertThat(table.chunks().getLong(at)).isEqualTo(begin);
    assertThat(table.chunks().getInt(at + 8)).isEqualTo(length);
    assertThat(table.chunks().getInt(at + 12)).isEqualTo(code);
  }

  @Test
  void anEmptyArrayHasNoChunks() {
    assertThat(ChunkTable.of(Segments.single(0), CHUNK).count()).isZero();
  }

  /** Beyond 2³¹ elements. */
  @Test
  void offsetsAre64Bits() {
    long length = (1L << 32) + 1;
    ChunkTable table = ChunkTable.of(Segments.single(length), ChunkTable.FLAT);
    assertThat(table.count()).isEqualTo((1 << 19) + 1);
    assertChunk(table, 1 << 19, 1L << 32, 1, 0);
  }
}
