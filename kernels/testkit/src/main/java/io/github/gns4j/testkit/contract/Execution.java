package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.Expected;
import io.github.gns4j.testkit.oracle.OracleSums;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays and sums of one run of a {@link KernelCase}. */
final class Execution {
  private final Kernels kernels;
  private final Map<String, GuardedArray> arrays = new LinkedHashMap<>();
  private Sums sums;

  Execution(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  /** Makes an array; returns its contents, rounded to its type. */
  double[] place(String name, ElementType type, double[] values, int shift) {
    GuardedArray array = new GuardedArray(kernels, type, values, shift);
    arrays.put(name, array);
    return array.values();
  }

  /** Returns array {@code name}, or null if there is none. */
  FlatArray view(String name) {
    GuardedArray array = arrays.get(name);
    return array == null ? null : array.view();
  }

  Sums reduceInto(Segments segments) {
    sums = kernels.newSums(segments);
    return sums;
  }

  void checkGuards() {
    arrays.forEach((name, array) -> array.checkGuards(name));
  }

  void checkArray(String name, Expected expected) {
    if (expected == null) {
      return;
    }
    double[] actual = arrays.get(name).values();
    for (int i = 0; i < actual.length; i++) {
      if (!expected.accepts(i, actual[i])) {
        throw new AssertionError(
            name + "[" + i + "]" + difference(actual[i], expected.value(i), expected.error(i)));
      }
    }
  }

  /** As {@link #checkArray}, but where a number is not finite any that is not will do. */
  void checkNonFiniteAlike(String name, Expected expected) {
    double[] actual = arrays.get(name).values();
    for (int i = 0; i < actual.length; i++) {
      boolean bothBroken = !Double.isFinite(actual[i]) && !Double.isFinite(expected.value(i));
      if (!bothBroken && !expected.accepts(i, actual[i])) {
        throw new AssertionError(
            name + "[" + i + "]" + difference(actual[i], expected.value(i), expected.error(i)));
      }
    }
  }

  void checkSums(OracleSums expected) {
    if (sums == null) {
      return;
    }
    for (int s = 0; s < expected.segments().count(); s++) {
      for (Sum sum : Sum.values()) {
        double actual = sums.get(sum, s);
        if (!expected.accepts(sum, s, actual)) {
          String segment = expected.segments().get(s).toString();
          throw new AssertionError(
              sum
                  + " of "
                  + segment
                  + difference(actual, expected.get(sum, s), expected.error(sum, s)));
        }
      }
    }
  }

  /** Returns every bit that the run left behind. */
  List<Object> bits() {
    List<Object> bits = new ArrayList<>();
    arrays.values().forEach(array -> bits.add(List.of(boxed(array.bytes()))));
    if (sums != null) {
      for (int s = 0; s < sums.segments().count(); s++) {
        for (Sum sum : Sum.values()) {
          bits.add(sum + " " + s + " " + Double.doubleToRawLongBits(sums.get(sum, s)));
        }
      }
    }
    return bits;
  }

  /** See {@link KernelCase#fingerprint}. */
  String fingerprint() {
    MessageDigest digest = sha256();
    arrays.values().forEach(array -> add(digest, array.values()));
    if (sums != null) {
      for (int s = 0; s < sums.segments().count(); s++) {
        for (Sum sum : Sum.values()) {
          add(digest, sums.get(sum, s));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
  }

  private static void add(MessageDigest digest, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (double value : values) {
      bytes.putLong(Double.doubleToLongBits(value));
    }
    digest.update(bytes.flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Object boxed(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private static String difference(double actual, double expected, double error) {
    return " is " + actual + ", expected " + expected + " with an error of at most " + error;
  }
}
