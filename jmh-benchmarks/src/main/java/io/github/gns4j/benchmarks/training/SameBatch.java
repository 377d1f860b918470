package io.github.gns4j.benchmarks.training;

import io.github.gns4j.dl4j.TrainingData;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** One batch of noise, again and again. */
final class SameBatch implements TrainingData {
  private final MultiDataSet batch;

  SameBatch(DataSet batch) {
    this.batch = batch.toMultiDataSet();
  }

  static DataSet random(int samples) {
    SplittableRandom random = new SplittableRandom(1);
    int pixels = MeasuredNetwork.SIDE * MeasuredNetwork.SIDE;
    INDArray images = Nd4j.create(DataType.FLOAT, samples, pixels);
    INDArray labels = Nd4j.create(DataType.FLOAT, samples, MeasuredNetwork.CLASSES);
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < pixels; j++) {
        images.putScalar(i, j, random.nextDouble());
      }
      labels.putScalar(i, random.nextInt(MeasuredNetwork.CLASSES), 1);
    }
    return new DataSet(images, labels);
  }

  @Override
  public Optional<MultiDataSet> next(int samples) {
    return Optional.of(batch);
  }

  @Override
  public void nextEpoch() {}

  @Override
  public void save(DataOutput out) {}

  @Override
  public void restore(DataInput in) {}
}
