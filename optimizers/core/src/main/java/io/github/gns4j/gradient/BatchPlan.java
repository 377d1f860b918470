package io.github.gns4j.gradient;

import io.github.gns4j.kernels.Arguments;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A batch of {@code samples} computed in {@code ceil(samples / maxMicroBatch)} micro-batches whose
 * sizes differ by at most one sample (the larger ones first): equal groups give the estimate of the
 * noise its smallest variance.
 *
 * @param samples size of the batch, at least 1
 * @param maxMicroBatch most samples that are computed at once, at least 1
 */
public record BatchPlan(int samples, int maxMicroBatch) implements Iterable<MicroBatch> {
  /** Checks the ranges. */
  public BatchPlan {
    Arguments.atLeast("samples", samples, 1);
    Arguments.atLeast("maxMicroBatch", maxMicroBatch, 1);
  }

  /** Returns the number of micro-batches: the accumulation steps. */
  public int accumulationSteps() {
    return Math.ceilDiv(samples, maxMicroBatch);
  }

  /** Returns micro-batch {@code index}. */
  public MicroBatch microBatch(int index) {
    int count = accumulationSteps();
    int size = samples / count + (index < samples % count ? 1 : 0);
    return new MicroBatch(index, count, size);
  }

  @Override
  public Iterator<MicroBatch> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < accumulationSteps();
      }

      @Override
      public MicroBatch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("all " + next + " micro-batches were returned");
        }
        return microBatch(next++);
      }
    };
  }
}
