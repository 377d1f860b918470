package io.github.gns4j.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * Adam as one writes it without a library of optimizers: loops over arrays, and ND4J operations.
 */
public class AdamPeers extends Sized {
  /** Parameters, gradient and two moments, of Java and of ND4J, and what its operations make. */
  private static final int ARRAYS = 11;

  private static final float RATE = 1e-3f;
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** Both bias corrections, as in {@link AdamBenchmark}. */
  private static final float CORRECTION = 0.5f;

  private float[] weights;
  private float[] gradient;
  private float[] first;
  private float[] second;
  private INDArray w;
  private INDArray g;
  private INDArray m;
  private INDArray v;

  /** Makes the arrays. */
  @Setup(Level.Trial)
  public void fill() {
    FreeMemory.require((long) ARRAYS * Float.BYTES * parameters);
    w = Nd4j.rand(DataType.FLOAT, 1, parameters).muli(1e-1);
    g = Nd4j.rand(DataType.FLOAT, 1, parameters).subi(0.5).muli(1e-3);
    m = Nd4j.zeros(DataType.FLOAT, 1, parameters);
    v = Nd4j.zeros(DataType.FLOAT, 1, parameters);
    weights = w.toFloatVector();
    gradient = g.toFloatVector();
    first = new float[parameters];
    second = new float[parameters];
  }

  /** One loop on one thread, which the compiler turns into vectors by itself. */
  float[] plainJava() {
    float size = RATE / CORRECTION;
    float rootScale = (float) (1 / Math.sqrt(CORRECTION));
    for (int i = 0; i < weights.length; i++) {
      float x = gradient[i];
      first[i] = BETA1 * first[i] + (1 - BETA1) * x;
      second[i] = BETA2 * second[i] + (1 - BETA2) * x * x;
      weights[i] -= size * first[i] / ((float) Math.sqrt(second[i]) * rootScale + EPSILON);
    }
    return weights;
  }

  /** A chain of operations, in place where ND4J has it. */
  INDArray nd4jOperations() {
    m.muli(BETA1).addi(g.mul(1 - BETA1));
    v.muli(BETA2).addi(g.mul(g).muli(1 - BETA2));
    INDArray root = Transforms.sqrt(v.div(CORRECTION), false).addi(EPSILON);
    return w.subi(m.div(root).muli(RATE / CORRECTION));
  }
}
