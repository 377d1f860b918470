package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Segments;

/** A layout on the device: the chunk tables of its segments. */
final class Layout {
  /**
   * A table on the device.
   *
   * @param chunks address of the chunks
   * @param firstChunk address of the index of the first chunk of each segment
   * @param count number of chunks
   */
  record Table(long chunks, long firstChunk, int count) {}

  private final Segments segments;
  private final Memory memory;
  private final Cleanup cleanup = new Cleanup();
  private Table flat;
  private Table tiles;

  Layout(Segments segments, Memory memory) {
    this.segments = segments;
    this.memory = memory;
    memory.register(this, cleanup);
  }

  /** Returns the chunks for passes over flat arrays. */
  Table flat() {
    if (flat == null) {
      flat = upload(ChunkTable.FLAT);
    }
    return flat;
  }

  /** Returns the tiles for passes over per-sample gradients. */
  Table tiles() {
    if (tiles == null) {
      tiles = upload(ChunkTable.TILE);
    }
    return tiles;
  }

  Segments segments() {
    return segments;
  }

  private Table upload(int chunkLength) {
    ChunkTable table = ChunkTable.of(segments, chunkLength);
    Cleanup mine = new Cleanup();
    try {
      long chunks = memory.allocate(mine, table.chunks().remaining(), "a chunk table");
      long first = memory.allocate(mine, table.firstChunk().remaining(), "a chunk index");
      if (table.count() > 0) {
        memory.upload(table.chunks(), chunks);
        memory.upload(table.firstChunk(), first);
      }
      cleanup.add(mine::run);
      return new Table(chunks, first, table.count());
    } catch (CudaException e) {
      mine.runAfter(e);
      throw e;
    }
  }
}
