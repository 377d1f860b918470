package io.github.gns4j.kernels;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a flat array divides into segments: in order, without gaps or overlap, each with a name of
 * its own. Immutable.
 */
public final class Segments {
  private final List<Segment> list;
  private final long length;
  private final long gradientLength;

  private Segments(List<Segment> list, long length) {
    this.list = List.copyOf(list);
    this.length = length;
    this.gradientLength =
        list.stream().filter(Segment::isGradient).mapToLong(Segment::length).sum();
  }

  /** Returns one segment named {@code "all"} over {@code length} gradient entries (none if 0). */
  public static Segments single(long length) {
    Arguments.atLeast("length", length, 0);
    return new Segments(
        length == 0 ? List.of() : List.of(new Segment("all", 0, length, Segment.Kind.GRADIENT)),
        length);
  }

  /**
   * Returns the given segments.
   *
   * @throws IllegalArgumentException if they leave a gap, overlap, or share a name
   */
  public static Segments of(List<Segment> segments) {
    long end = 0;
    Set<String> names = new HashSet<>();
    for (Segment segment : segments) {
      if (segment.offset() != end) {
        throw new IllegalArgumentException(
            "segment " + segment.name() + " starts at " + segment.offset() + ", allowed: " + end);
      }
      if (!names.add(segment.name())) {
        throw new IllegalArgumentException("two segments are named " + segment.name());
      }
      end = Math.addExact(end, segment.length());
    }
    return new Segments(segments, end);
  }

  /** Returns the segments in order of their offsets. */
  public List<Segment> list() {
    return list;
  }

  /** Returns the number of segments. */
  public int count() {
    return list.size();
  }

  /** Returns segment {@code index}. */
  public Segment get(int index) {
    return list.get(index);
  }

  /** Returns the number of elements that all segments cover. */
  public long length() {
    return length;
  }

  /** Returns the number of elements in segments of kind {@link Segment.Kind#GRADIENT}. */
  public long gradientLength() {
    return gradientLength;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Segments that && isAs(that));
  }

  /** As the lists compare, without the iterators that they make: this is asked in every step. */
  private boolean isAs(Segments that) {
    boolean same = length == that.length && list.size() == that.list.size();
    for (int i = 0; same && i < list.size(); i++) {
      same = list.get(i).equals(that.list.get(i));
    }
    return same;
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  @Override
  public String toString() {
    return "Segments" + list;
  }
}
