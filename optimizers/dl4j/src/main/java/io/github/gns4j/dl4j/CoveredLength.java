package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.lang.ref.Reference;
import java.util.BitSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The squared length of a flat gradient over some of its segments. */
final class CoveredLength {
  private final Kernels kernels = Kernels.select(Placement.HOST);
  private final Sums sums;
  private final BitSet segments;

  CoveredLength(NetworkLayout layout, BitSet segments) {
    this.sums = kernels.newSums(layout.segments());
    this.segments = (BitSet) segments.clone();
  }

  double squared(INDArray gradient) {
    try {
      kernels.squaredNorm(NdArrays.view("gradient", gradient), 1, null, sums);
    } finally {
      Reference.reachabilityFence(gradient);
    }
    double squared = 0;
    for (int i = segments.nextSetBit(0); i >= 0; i = segments.nextSetBit(i + 1)) {
      squared += sums.get(Sum.GRADIENT_SQUARED, i);
    }
    return squared;
  }
}
