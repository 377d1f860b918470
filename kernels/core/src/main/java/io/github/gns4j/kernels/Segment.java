package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * A named range of a flat parameter or gradient array: a layer's weights, a bias, a running
 * statistic.
 *
 * @param name unique within its {@link Segments}, for reports
 * @param offset first element
 * @param length number of elements, at least 1
 * @param kind what the gradient entries of this range are
 */
public record Segment(String name, long offset, long length, Kind kind) {
  /** What the entries of a segment are. */
  public enum Kind {
    /** Trainable parameters; their entries of the gradient array are derivatives of the loss. */
    GRADIENT,
    /**
     * Running statistics such as batch-norm means: their entries of the gradient array are changes
     * to subtract as they are. They are averaged over micro-batches, never scaled, never part of a
     * norm, and have no optimizer state.
     */
    STATISTICS
  }

  /** Checks the range. */
  public Segment {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Arguments.atLeast("offset of segment " + name, offset, 0);
    Arguments.atLeast("length of segment " + name, length, 1);
  }

  /** Returns whether the entries are derivatives of the loss. */
  public boolean isGradient() {
    return kind == Kind.GRADIENT;
  }
}
