package io.github.gns4j.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/** DL4J's updaters over {@code parameters} parameters in float32. */
public class Dl4jArrays extends Sized {
  /** Parameters, gradient, two moments and a velocity. */
  private static final int ARRAYS = 5;

  GradientUpdater<?> adam;
  GradientUpdater<?> nesterovs;
  private Nd4jArrays arrays;

  /** Makes arrays and updaters. */
  @Setup(Level.Trial)
  public void fill() {
    FreeMemory.require((long) ARRAYS * Float.BYTES * parameters);
    arrays = new Nd4jArrays(DataType.FLOAT, parameters);
    adam = arrays.updater(new Adam(1e-3));
    nesterovs = arrays.updater(new Nesterovs(Nd4jArrays.NESTEROV_RATE, Nd4jArrays.MOMENTUM));
  }

  INDArray step(GradientUpdater<?> updater) {
    return arrays.step(updater);
  }

  INDArray update(GradientUpdater<?> updater) {
    return arrays.update(updater);
  }
}
