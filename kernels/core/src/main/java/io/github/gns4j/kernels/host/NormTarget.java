package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.OuterProducts;

/** Where the norms of per-sample gradients go. */
final class NormTarget {
  private NormTarget() {}

  /** Writes a norm, or adds it to what is there. */
  static void write(FlatArray norms, long row, double norm, OuterProducts.Into into) {
    long address = norms.address() + row * Double.BYTES;
    double before = into == OuterProducts.Into.ADD ? Memory.getDouble(address) : 0;
    Memory.setDouble(address, before + norm);
  }
}
