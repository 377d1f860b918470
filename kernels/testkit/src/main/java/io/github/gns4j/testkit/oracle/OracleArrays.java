package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;

/** Reads and writes arrays of the host; null arrays stay null. */
final class OracleArrays {
  private OracleArrays() {}

  static double[] read(FlatArray array) {
    if (array == null) {
      return null;
    }
    HostArray host = (HostArray) array;
    double[] values = new double[(int) host.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = host.get(i);
    }
    return values;
  }

  static void write(FlatArray array, Expected values) {
    if (array == null || values == null) {
      return;
    }
    HostArray host = (HostArray) array;
    for (int i = 0; i < values.length(); i++) {
      host.set(i, values.value(i));
    }
  }
}
