package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import java.util.function.DoubleUnaryOperator;

/** Copies of arrays of the host for deliberately wrong backends. */
final class Copies {
  private Copies() {}

  /** A copy whose element i is element i + 1, the last element as it was. */
  static HostArray shifted(FlatArray array) {
    HostArray copy = copy(array);
    for (long i = 0; i + 1 < copy.length(); i++) {
      copy.set(i, ((HostArray) array).get(i + 1));
    }
    return copy;
  }

  /** A copy without its last element: it is 0. */
  static HostArray withoutTail(FlatArray array) {
    HostArray copy = copy(array);
    if (copy.length() > 0) {
      copy.set(copy.length() - 1, 0);
    }
    return copy;
  }

  static HostArray copy(FlatArray array) {
    return mapped(array, x -> x);
  }

  static HostArray mapped(FlatArray array, DoubleUnaryOperator function) {
    HostArray copy = HostArray.allocate(array.type(), array.length());
    for (long i = 0; i < copy.length(); i++) {
      copy.set(i, function.applyAsDouble(((HostArray) array).get(i)));
    }
    return copy;
  }

  static void overwrite(FlatArray target, FlatArray source) {
    ((HostArray) target).segment().copyFrom(((HostArray) source).segment());
  }

  /** The same bits read as another type of the same size. */
  static HostArray as(ElementType type, FlatArray array) {
    return HostArray.wrap(type, ((HostArray) array).segment());
  }
}
