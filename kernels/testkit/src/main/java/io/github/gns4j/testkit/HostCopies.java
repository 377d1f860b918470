package io.github.gns4j.testkit;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;

/** Moves numbers between tests and the memory of a backend. */
public final class HostCopies {
  private HostCopies() {}

  /** Returns an array of the backend with the given contents, rounded to {@code type}. */
  public static FlatArray upload(Kernels kernels, ElementType type, double[] values) {
    FlatArray array = kernels.allocate(type, values.length);
    write(kernels, array, values);
    return array;
  }

  /** Overwrites an array of the backend; the values are rounded to its type. */
  public static void write(Kernels kernels, FlatArray array, double[] values) {
    HostArray host = HostArray.allocate(array.type(), values.length);
    for (int i = 0; i < values.length; i++) {
      host.set(i, values[i]);
    }
    kernels.copy(host, array);
  }

  /** Returns the contents of an array of the backend. */
  public static double[] read(Kernels kernels, FlatArray array) {
    HostArray host = HostArray.allocate(array.type(), array.length());
    kernels.copy(array, host);
    double[] values = new double[(int) array.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = host.get(i);
    }
    return values;
  }
}
