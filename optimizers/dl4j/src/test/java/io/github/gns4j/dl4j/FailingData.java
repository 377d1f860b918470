package io.github.gns4j.dl4j;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Data that cannot give one of their portions: a disk that fails in the middle of a step. */
class FailingData implements TrainingData {
  private final TrainingData data;
  private final int failsAt;
  private int portions;

  /** Fails once, at portion {@code failsAt}, from 1. */
  FailingData(TrainingData data, int failsAt) {
    this.data = data;
    this.failsAt = failsAt;
  }

  @Override
  public Optional<MultiDataSet> next(int samples) {
    portions++;
    if (portions == failsAt) {
      throw new IllegalStateException("portion " + portions + " cannot be read");
    }
    return data.next(samples);
  }

  @Override
  public void nextEpoch() {
    data.nextEpoch();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    data.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    data.restore(in);
  }
}
