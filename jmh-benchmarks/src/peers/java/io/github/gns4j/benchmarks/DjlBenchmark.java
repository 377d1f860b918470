package io.github.gns4j.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Steps of DJL's optimizers on the PyTorch engine (libtorch), in float32, in place. */
public class DjlBenchmark extends StepBenchmark {
  /** Parameters and gradient in libtorch's memory; the optimizers keep moments of their own. */
  public static class Arrays extends Sized {
    private NDManager manager;
    private NDArray weights;
    private NDArray gradient;
    private Optimizer adam;
    private Optimizer sgd;

    /** Makes the arrays. */
    @Setup(Level.Trial)
    public void fill() {
      manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
      weights = manager.randomUniform(0, 0.1f, new Shape(parameters));
      gradient = manager.randomUniform(-5e-4f, 5e-4f, new Shape(parameters));
      adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
      sgd = Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e-3f)).optMomentum(0.9f).build();
    }

    /** Frees libtorch's memory. */
    @TearDown(Level.Trial)
    public void close() {
      manager.close();
    }

    private NDArray step(Optimizer optimizer) {
      optimizer.update("w", weights, gradient);
      return weights;
    }
  }

  /** Adam. */
  @Benchmark
  public NDArray adam(Arrays a) {
    return a.step(a.adam);
  }

  /** SGD with momentum. */
  @Benchmark
  public NDArray sgd(Arrays a) {
    return a.step(a.sgd);
  }
}
