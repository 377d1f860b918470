package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;

/**
 * A layout cut into chunks of at most {@link #SIZE} elements that do not cross segments. The cut
 * depends on the layout alone, so that the sums do not depend on the number of threads. Immutable.
 */
final class Chunks {
  /**
   * Elements per chunk: four arrays of a chunk (128 KB in FLOAT32) stay within a level-2 cache, and
   * a chunk takes some microseconds, many times the cost of handing it out.
   */
  static final int SIZE = 8192;

  private final Segments segments;
  private final long[] offsets;
  private final int[] lengths;
  private final int[] owners;

  Chunks(Segments segments) {
    this.segments = segments;
    int count = 0;
    for (Segment segment : segments.list()) {
      count = Math.addExact(count, Math.toIntExact(pieces(segment.length())));
    }
    offsets = new long[count];
    lengths = new int[count];
    owners = new int[count];
    int chunk = 0;
    for (int s = 0; s < segments.count(); s++) {
      Segment segment = segments.get(s);
      for (long done = 0; done < segment.length(); done += SIZE) {
        offsets[chunk] = segment.offset() + done;
        lengths[chunk] = (int) Math.min(SIZE, segment.length() - done);
        owners[chunk++] = s;
      }
    }
  }

  private static long pieces(long length) {
    return (length + SIZE - 1) / SIZE;
  }

  Segments segments() {
    return segments;
  }

  int count() {
    return offsets.length;
  }

  long offset(int chunk) {
    return offsets[chunk];
  }

  int length(int chunk) {
    return lengths[chunk];
  }

  /** Returns the index of the segment that the chunk lies in. */
  int owner(int chunk) {
    return owners[chunk];
  }

  boolean isGradient(int chunk) {
    return segments.get(owners[chunk]).isGradient();
  }
}
