package io.github.gns4j.kernels;

/** Checks of flat arrays whose messages name the array, what it is and what is allowed. */
final class ArrayChecks {
  private ArrayChecks() {}

  static void notNull(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is null, allowed: not null");
    }
  }

  /** Requires an array of {@code length} elements in the memory {@code own}. */
  static void array(String name, FlatArray array, long length, Placement own) {
    notNull(name, array);
    if (array.placement() != own) {
      throw new IllegalArgumentException(
          name + " lives in " + array.placement() + " memory, allowed: " + own);
    }
    if (array.length() != length) {
      throw new IllegalArgumentException(
          name + " has " + array.length() + " elements, allowed: " + length);
    }
  }

  static void stateType(String name, FlatArray array) {
    if (!array.type().isStateType()) {
      throw new IllegalArgumentException(
          name + " is " + array.type() + ", allowed: FLOAT32 or FLOAT64");
    }
  }

  static void sameType(String name, FlatArray array, ElementType type) {
    if (array.type() != type) {
      throw new IllegalArgumentException(name + " is " + array.type() + ", allowed: " + type);
    }
  }

  /** Requires a gradient type that goes with the state's. */
  static void gradientType(String name, FlatArray gradient, ElementType state) {
    boolean allowed =
        state == ElementType.FLOAT64
            ? gradient.type().isStateType()
            : gradient.type() != ElementType.FLOAT64;
    if (!allowed) {
      throw new IllegalArgumentException(
          name
              + " is "
              + gradient.type()
              + ", allowed with "
              + state
              + " state: "
              + (state == ElementType.FLOAT64 ? "FLOAT64, FLOAT32" : "FLOAT32, FLOAT16, BFLOAT16"));
    }
  }

  /** Requires sums of the given layout. */
  static void layout(Sums sums, Segments segments) {
    if (sums != null && !sums.segments().equals(segments)) {
      throw new IllegalArgumentException(
          "sums belong to another layout, "
              + sums.segments()
              + ", allowed: that of the arrays, "
              + segments);
    }
  }

  /** Requires that two arrays do not share memory. An array that is null does not. */
  static void disjoint(String name, FlatArray array, String otherName, FlatArray other) {
    if (overlap(array, other)) {
      throw new IllegalArgumentException(
          name + " and " + otherName + " overlap, allowed: separate memory");
    }
  }

  private static boolean overlap(FlatArray a, FlatArray b) {
    return a != null
        && b != null
        && a.placement() == b.placement()
        && a.address() < b.address() + b.byteSize()
        && b.address() < a.address() + a.byteSize();
  }
}
