package io.github.gns4j.kernels.host;

import java.util.function.IntConsumer;

/**
 * A pass over all chunks of a layout; called once for each chunk, by any thread. Used again and
 * again by the thread that runs it (see {@link ThreadPasses}): it is {@linkplain #begin begun},
 * told what to do, and {@linkplain #end ended}.
 */
abstract class ChunkPass implements IntConsumer {
  private Chunks chunks;
  private HostSums sums;
  private int blockSize;
  private boolean apart;

  /** What must stay reachable until the pass ends, since the loops see addresses only. */
  private final Object[] arrays = new Object[4];

  /**
   * Begins.
   *
   * @param layout what to go over
   * @param into null if the pass reduces nothing
   */
  final void begin(Chunks layout, HostSums into) {
    chunks = layout;
    sums = into;
  }

  /**
   * @param elements to take at a time, see {@link GradientSource#blockSize}
   */
  final void takeAtATime(int elements) {
    blockSize = elements;
  }

  /**
   * @param already whether {@link #gradient} calls loops over vectors only through {@link Apart}
   */
  final void callsApart(boolean already) {
    apart = already;
  }

  /** Keeps what the addresses belong to; null where there is nothing. */
  final void keep(Object first, Object second, Object third, Object fourth) {
    arrays[0] = first;
    arrays[1] = second;
    arrays[2] = third;
    arrays[3] = fourth;
  }

  /** Ends: keeps nothing alive any longer. */
  final void end() {
    chunks = null;
    sums = null;
    keep(null, null, null, null);
  }

  final Chunks chunks() {
    return chunks;
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
      if (!chunks.isGradient(chunk)) {
        statistics(block, at);
      } else if (apart) {
        gradient(block, at, chunks.owner(chunk));
      } else {
        Apart.gradient(this, block, at, chunks.owner(chunk));
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
