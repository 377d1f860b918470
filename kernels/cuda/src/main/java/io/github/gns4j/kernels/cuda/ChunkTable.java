package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The division of a layout into chunks as the kernels read it ({@code struct Chunk}): begin (8
 * bytes), length (4), segment or its complement for running statistics (4). Inside a segment chunks
 * end at multiples of the chunk length of the whole array, so that vector accesses stay aligned and
 * the order of a sum depends on the layout only.
 *
 * @param chunks the table
 * @param firstChunk index of the first chunk of each segment, and the number of chunks at the end
 * @param count number of chunks
 */
record ChunkTable(ByteBuffer chunks, ByteBuffer firstChunk, int count) {
  /** Elements of a chunk in the passes over flat arrays: 32 for each thread. */
  static final int FLAT = 8192;

  /** Columns of a tile of per-sample gradients, {@code kTile} in the sources. */
  static final int TILE = 1024;

  private static final int CHUNK_BYTES = 16;

  static ChunkTable of(Segments segments, int chunkLength) {
    int count = 0;
    for (Segment segment : segments.list()) {
      count = Math.addExact(count, Math.toIntExact(chunksOf(segment, chunkLength)));
    }
    ByteBuffer chunks = buffer(Math.multiplyExact(count, CHUNK_BYTES));
    ByteBuffer first = buffer((segments.count() + 1) * Long.BYTES);
    for (int i = 0; i < segments.count(); i++) {
      first.putLong(chunks.position() / CHUNK_BYTES);
      put(chunks, segments.get(i), i, chunkLength);
    }
    first.putLong(count);
    return new ChunkTable(chunks.flip(), first.flip(), count);
  }

  private static long chunksOf(Segment segment, int chunkLength) {
    long end = segment.offset() + segment.length();
    return (end - 1) / chunkLength - segment.offset() / chunkLength + 1;
  }

  private static void put(ByteBuffer chunks, Segment segment, int index, int chunkLength) {
    long end = segment.offset() + segment.length();
    long begin = segment.offset();
    while (begin < end) {
      long next = Math.min(end, (begin / chunkLength + 1) * chunkLength);
      chunks.putLong(begin);
      chunks.putInt((int) (next - begin));
      chunks.putInt(segment.isGradient() ? index : ~index);
      begin = next;
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
