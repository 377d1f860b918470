package io.github.gns4j.kernels.host;

/** Plain loops. */
final class ScalarProductLoops implements ProductLoops {
  @Override
  public void widen(long address, double[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] = Memory.getFloat(address + (long) i * Float.BYTES);
    }
  }

  @Override
  public void correlate(
      double[] image, int[] shifts, double[] deltas, int at, int length, double[] out) {
    for (int s = 0; s < SHIFTS; s++) {
      int shift = shifts[s];
      int d = at;
      double a = 0;
      double b = 0;
      double c = 0;
      double e = 0;
      for (int l = 0; l < length; l++, d++) {
        double x = image[shift + l];
        a += x * deltas[d];
        b += x * deltas[d + length];
        c += x * deltas[d + 2 * length];
        e += x * deltas[d + 3 * length];
      }
      out[s * FILTERS] = a;
      out[s * FILTERS + 1] = b;
      out[s * FILTERS + 2] = c;
      out[s * FILTERS + 3] = e;
    }
  }

  @Override
  public void productsOf(Rows rows, int at, double[] target, int to, int count) {
    double[] values = rows.values();
    for (int i = 0; i < count; i++) {
      target[to + i] = values[at] * values[at + i];
    }
    for (int r = 1; r < rows.height(); r++) {
      int row = r * rows.pitch() + at;
      double x = values[row];
      for (int i = 0; i < count; i++) {
        target[to + i] += x * values[row + i];
      }
    }
  }

  @Override
  public void sumOf(double[] source, int[] starts, double initial, double[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = initial + source[starts[0] + i];
    }
    for (int k = 1; k < starts.length; k++) {
      int start = starts[k];
      for (int i = 0; i < count; i++) {
        target[i] += source[start + i];
      }
    }
  }

  @Override
  public double dot(double[] a, double[] b, int count) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < count; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return even + odd;
  }

  @Override
  public double squares(long address, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double x = Memory.getFloat(address + (long) i * Float.BYTES);
      sum += x * x;
    }
    return sum;
  }
}
