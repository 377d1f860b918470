package io.github.gns4j.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/** Optimizers and passes as ND4J operations one after the other, in place where ND4J has them. */
public class Nd4jOperations extends Sized {
  /** Parameters, gradient, two moments, and what chains of operations make. */
  private static final int ARRAYS = 7;

  /** Chains take some 80 ns a parameter: beyond it they would take most of a round of turns. */
  private static final int SHORT = 1_000_000;

  private static final double RATE = 1e-3;

  /** Beta1 of Adam, momentum of SGD. */
  private static final double BETA1 = 0.9;

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double LAMB_EPSILON = 1e-6;
  private static final double DECAY = 0.01;

  /** Both bias corrections, as in {@link AdamBenchmark}. */
  private static final double CORRECTION = 0.5;

  private INDArray w;
  private INDArray g;
  private INDArray m;
  private INDArray v;
  private INDArray samples;

  /** Makes the arrays. */
  @Setup(Level.Trial)
  public void fill() {
    FreeMemory.require((long) ARRAYS * Float.BYTES * parameters);
    w = Nd4j.createFromArray(PlainJava.random(parameters, 1, 1e-1)).reshape(1, parameters);
    g = Nd4j.createFromArray(PlainJava.random(parameters, 2, 1e-3)).reshape(1, parameters);
    m = Nd4j.zeros(DataType.FLOAT, 1, parameters);
    v = Nd4j.zeros(DataType.FLOAT, 1, parameters);
    long columns = parameters / PerSampleBenchmark.ROWS;
    samples = Nd4j.rand(DataType.FLOAT, PerSampleBenchmark.ROWS, columns).subi(0.5).muli(1e-3);
  }

  /** Returns whether they take their turns beside others. */
  public boolean areShort() {
    return parameters <= SHORT;
  }

  INDArray adam() {
    moments();
    return w.subi(direction(EPSILON).muli(RATE));
  }

  private void moments() {
    m.muli(BETA1).addi(g.mul(1 - BETA1));
    v.muli(BETA2).addi(g.mul(g).muli(1 - BETA2));
  }

  private INDArray direction(double epsilon) {
    INDArray root = Transforms.sqrt(v.div(CORRECTION), false).addi(epsilon);
    return m.div(root).divi(CORRECTION);
  }

  /** With Nesterov's momentum. */
  INDArray sgd() {
    m.muli(BETA1).addi(g);
    return w.subi(m.mul(BETA1).addi(g).muli(RATE));
  }

  INDArray lamb() {
    moments();
    INDArray update = direction(LAMB_EPSILON).addi(w.mul(DECAY));
    double ratio = w.norm2Number().doubleValue() / update.norm2Number().doubleValue();
    return w.subi(update.muli(RATE * ratio));
  }

  double squaredNorm() {
    double norm = g.norm2Number().doubleValue();
    return norm * norm;
  }

  double dot() {
    return Nd4j.getBlasWrapper().dot(w, g);
  }

  /** Norms of the gradients of samples, without their mean. */
  INDArray perSampleNorms() {
    return samples.norm2(1);
  }
}
