package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segment.Kind;
import io.github.gns4j.kernels.Segments;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the elements of a case lie.
 *
 * @param reason why this layout is tested
 * @param segments the segments
 * @param shift elements by which the arrays start beyond a cache line
 */
public record Layout(String reason, Segments segments, int shift) {
  /** Sizes around vectors of 4 to 16 lanes, unrolled up to 4 times, and blocks of 512. */
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 511, 512, 513
  };

  /** Elements by which consecutive sizes are shifted: aligned, odd, and a vector less one. */
  private static final int[] SHIFTS = {0, 1, 3, 15};

  /** Returns sizes around lanes, as single segments at various offsets. */
  public static List<Layout> aroundLanes() {
    List<Layout> layouts = new ArrayList<>();
    for (int size : SIZES) {
      int shift = SHIFTS[layouts.size() % SHIFTS.length];
      layouts.add(new Layout("around lanes", Segments.single(size), shift));
    }
    return layouts;
  }

  /** Returns sizes around the elements that a backend hands to a thread at once. */
  public static List<Layout> aroundChunks(int chunk) {
    return List.of(
        new Layout("a chunk less one", Segments.single(chunk - 1L), 0),
        new Layout("a chunk", Segments.single(chunk), 1),
        chunkAndOne(chunk),
        severalChunks(chunk));
  }

  /** Returns one element more than a chunk. */
  public static Layout chunkAndOne(int chunk) {
    return new Layout("a chunk and one", Segments.single(chunk + 1L), 0);
  }

  /** Returns enough chunks to occupy several threads, with a ragged end, at an odd offset. */
  public static Layout severalChunks(int chunk) {
    return new Layout("several chunks", Segments.single(9L * chunk + 7), 1);
  }

  /** Returns layouts of several segments. */
  public static List<Layout> segmented(int chunk) {
    Kind g = Kind.GRADIENT;
    Kind s = Kind.STATISTICS;
    return List.of(
        batchNorm(),
        of("tiny segments", new int[] {1, 1, 2, 3, 7, 1}, g, s, g, s, g, g),
        of("statistics first and last", new int[] {3, 9, 5}, s, g, s),
        of("statistics only", new int[] {5, 17}, s, s),
        of("chunks cut by segments", new int[] {chunk - 3, 5, chunk + 2, 1}, g, s, g, g),
        manySegments());
  }

  /** Returns weights and bias, running statistics of a batch norm, more weights. */
  public static Layout batchNorm() {
    Kind g = Kind.GRADIENT;
    Kind s = Kind.STATISTICS;
    return of("layers around a batch norm", new int[] {100, 7, 7, 7, 53}, g, g, s, s, g);
  }

  private static Layout manySegments() {
    int[] lengths = new int[300];
    Kind[] kinds = new Kind[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1 + i % 9;
      kinds[i] = i % 11 == 3 ? Kind.STATISTICS : Kind.GRADIENT;
    }
    return of("many small segments", lengths, kinds);
  }

  private static Layout of(String reason, int[] lengths, Kind... kinds) {
    List<Segment> list = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < lengths.length; i++) {
      list.add(new Segment("s" + i, offset, lengths[i], kinds[i]));
      offset += lengths[i];
    }
    return new Layout(reason, Segments.of(list), 1);
  }

  /** Returns the number of elements. */
  public int length() {
    return (int) segments.length();
  }

  /** Returns whether an element lies at the edge of a segment or of a block of 512 in it. */
  boolean isEdge(int index) {
    int block = 512;
    for (Segment segment : segments.list()) {
      long position = index - segment.offset();
      if (position >= 0 && position < segment.length()) {
        return position == segment.length() - 1 || (position + 1) % block <= 1;
      }
    }
    throw new IllegalArgumentException("no element " + index + " in " + segments);
  }

  @Override
  public String toString() {
    return reason
        + ", "
        + segments.length()
        + " elements in "
        + segments.count()
        + ", shift "
        + shift;
  }
}
