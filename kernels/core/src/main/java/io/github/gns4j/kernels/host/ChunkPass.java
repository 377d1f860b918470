package io.github.gns4j.kernels.host;

import java.util.function.IntConsumer;

/** A pass over all chunks of a layout; called once for each chunk, by any thread. */
abstract class ChunkPass implements IntConsumer {
  private final Chunks chunks;
  private final HostSums sums;
  private final int blockSize;

  /**
   * @param sums null if the pass reduces nothing
   * @param blockSize elements to take at a time, see {@link GradientSource#blockSize}
   */
  ChunkPass(Chunks chunks, HostSums sums, int blockSize) {
    this.chunks = chunks;
    this.sums = sums;
    this.blockSize = blockSize;
  }

  @Override
  public final void accept(int chunk) {
    Block block = Block.ofThread();
    long begin = chunks.offset(chunk);
    long end = begin + chunks.length(chunk);
    if (sums != null) {
      block.clearSums();
    }
    for (long at = begin; at < end; at += blockSize) {
      block.length = (int) Math.min(blockSize, end - at);
      if (chunks.isGradient(chunk)) {
        gradient(block, at, chunks.owner(chunk));
      } else {
        statistics(block, at);
      }
    }
    if (sums != null) {
      block.flush(sums.partials(), chunk);
    }
  }

  final boolean reduces() {
    return sums != null;
  }

  /** Works on the block of gradient entries that starts at element {@code at}. */
  abstract void gradient(Block block, long at, int segment);

  /** Works on the block of entries that are changes to subtract. */
  abstract void statistics(Block block, long at);
}
