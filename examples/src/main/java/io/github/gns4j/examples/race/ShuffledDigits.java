package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.kernels.Arguments;
import java.util.SplittableRandom;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Deals out all images in random order, then all again in another order, and so on, in batches of
 * any size; a batch may end one epoch and begin the next. Not for several threads.
 */
final class ShuffledDigits {
  private final Digits digits;
  private final SplittableRandom random;
  private int[] order;
  private int dealt;

  ShuffledDigits(Digits digits, long seed) {
    this.digits = digits;
    random = new SplittableRandom(seed);
    order = Digits.permutation(digits.size(), random);
  }

  /** Returns the next {@code size} images, at least 1 and at most all of them. */
  DataSet next(int size) {
    Arguments.range("batch", 0, Arguments.atLeast("batch", size, 1), digits.size());
    int[] chosen = new int[size];
    int left = Math.min(size, order.length - dealt);
    System.arraycopy(order, dealt, chosen, 0, left);
    dealt += left;
    if (dealt == order.length) {
      order = Digits.permutation(digits.size(), random);
      dealt = size - left;
      System.arraycopy(order, 0, chosen, left, dealt);
    }
    return Tensors.dataSet(digits, chosen, 0, size);
  }
}
