package io.github.gns4j.benchmarks;

import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.dl4j.NoiseAwareSgd;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * Our updaters for DL4J, in float32 or float64. Not {@code NoiseAwareLamb}, which needs a network
 * that it is attached to: its kernel is measured.
 */
public class UpdaterArrays extends Configured {
  GradientUpdater<?> adam;
  GradientUpdater<?> sgd;
  private Nd4jArrays arrays;

  /** Makes arrays and updaters. */
  @Setup(Level.Trial)
  public void fill() {
    if (!type.isStateType()) {
      throw new IllegalStateException("left out: DL4J's updates are FLOAT32 or FLOAT64");
    }
    select(8L * parameters * type.bytes());
    DataType dataType = stateType().bytes() == Double.BYTES ? DataType.DOUBLE : DataType.FLOAT;
    arrays = new Nd4jArrays(dataType, parameters);
    adam = arrays.updater(NoiseAwareAdam.builder().learningRate(1e-3).build());
    sgd =
        arrays.updater(
            NoiseAwareSgd.builder()
                .learningRate(Nd4jArrays.NESTEROV_RATE)
                .momentum(Nd4jArrays.MOMENTUM)
                .nesterov()
                .build());
  }

  INDArray step(GradientUpdater<?> updater) {
    return arrays.step(updater);
  }

  INDArray update(GradientUpdater<?> updater) {
    return arrays.update(updater);
  }
}
