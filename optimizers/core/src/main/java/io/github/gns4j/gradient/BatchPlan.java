package io.github.gns4j.gradient;

import io.github.gns4j.kernels.Arguments;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A batch of {@code samples} computed in {@code ceil(samples / maxMicroBatch)} micro-batches whose
 * sizes differ by at most one sample (the larger ones first): equal groups give the estimate of the
 * noise its smallest variance. Two plans are equal if their numbers are. Immutable.
 */
public final class BatchPlan implements Iterable<MicroBatch> {
  /** Micro-batches that are made once; those after them are made whenever they are asked for. */
  private static final int KEPT = 64;

  private final int samples;
  private final int maxMicroBatch;
  private final int accumulationSteps;
  private MicroBatch[] kept;

  /**
   * Makes a plan.
   *
   * @param samples size of the batch, at least 1
   * @param maxMicroBatch most samples that are computed at once, at least 1
   */
  public BatchPlan(int samples, int maxMicroBatch) {
    this.samples = Arguments.atLeast("samples", samples, 1);
    this.maxMicroBatch = Arguments.atLeast("maxMicroBatch", maxMicroBatch, 1);
    this.accumulationSteps = Math.ceilDiv(samples, maxMicroBatch);
  }

  /** Returns the size of the batch. */
  public int samples() {
    return samples;
  }

  /** Returns the most samples that are computed at once. */
  public int maxMicroBatch() {
    return maxMicroBatch;
  }

  /** Returns the number of micro-batches: the accumulation steps. */
  public int accumulationSteps() {
    return accumulationSteps;
  }

  /** Returns micro-batch {@code index}. */
  public MicroBatch microBatch(int index) {
    if (index < 0 || index >= Math.min(accumulationSteps, KEPT)) {
      return make(index);
    }
    // Threads that race for them make equal ones, and each sees whole ones or none.
    MicroBatch[] known = kept;
    if (known == null) {
      known = new MicroBatch[Math.min(accumulationSteps, KEPT)];
      kept = known;
    }
    MicroBatch micro = known[index];
    if (micro == null) {
      micro = make(index);
      known[index] = micro;
    }
    return micro;
  }

  private MicroBatch make(int index) {
    int rest = samples % accumulationSteps;
    int size = samples / accumulationSteps + (index < rest ? 1 : 0);
    return new MicroBatch(index, accumulationSteps, size);
  }

  @Override
  public Iterator<MicroBatch> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < accumulationSteps;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchPlan that
        && samples == that.samples
        && maxMicroBatch == that.maxMicroBatch;
  }

  @Override
  public int hashCode() {
    return 31 * samples + maxMicroBatch;
  }

  @Override
  public String toString() {
    return "BatchPlan[samples=" + samples + ", maxMicroBatch=" + maxMicroBatch + "]";
  }
}
