package io.github.gns4j.examples.jcuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * Linear regression on the device: samples {@code y = x·w* + noise} with normal {@code x}, and a
 * kernel of the program's own for per-sample gradients ({@code regression.cu}).
 */
final class Regression implements AutoCloseable {
  /** Standard deviation of the noise of {@code y}. */
  static final double NOISE = 0.5;

  private static final int THREADS = 256;

  private final Gpu gpu;
  private final int samples;
  private final int columns;
  private final float[] truth;
  private final CUdeviceptr x;
  private final CUdeviceptr y;
  private final CUdeviceptr parameters;
  private final CUdeviceptr gradients;
  private final CUdeviceptr losses;
  private final CUmodule module = new CUmodule();
  private final CUfunction kernel = new CUfunction();
  private int next;

  /**
   * Makes samples and sends them to the device.
   *
   * @param samples number of samples, taken in their order and then again
   * @param columns number of parameters
   * @param most samples of a batch at most
   */
  Regression(Gpu gpu, int samples, int columns, int most, long seed) {
    this.gpu = gpu;
    this.samples = samples;
    this.columns = columns;
    SplittableRandom random = new SplittableRandom(seed);
    truth = normal(random, columns);
    float[] inputs = normal(random, samples * columns);
    x = gpu.upload(inputs);
    y = gpu.upload(targets(random, inputs));
    parameters = gpu.upload(new float[columns]);
    gradients = gpu.allocate((long) most * columns * Sizeof.FLOAT);
    losses = gpu.allocate((long) most * Sizeof.DOUBLE);
    Gpu.check(JCudaDriver.cuModuleLoadData(module, ptx()), "cuModuleLoadData");
    Gpu.check(
        JCudaDriver.cuModuleGetFunction(kernel, module, "per_sample_gradients"),
        "cuModuleGetFunction");
  }

  private static float[] normal(SplittableRandom random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private float[] targets(SplittableRandom random, float[] inputs) {
    float[] targets = new float[samples];
    for (int row = 0; row < samples; row++) {
      double sum = NOISE * random.nextGaussian();
      for (int i = 0; i < columns; i++) {
        sum += (double) inputs[row * columns + i] * truth[i];
      }
      targets[row] = (float) sum;
    }
    return targets;
  }

  private static byte[] ptx() {
    try (InputStream stream = Regression.class.getResourceAsStream("regression.ptx")) {
      byte[] text = stream.readAllBytes();
      return Arrays.copyOf(text, text.length + 1); // the driver wants a zero at the end
    } catch (IOException e) {
      throw new UncheckedIOException("the PTX cannot be read from the jar", e);
    }
  }

  /** Returns where the parameters are, zeros at first. */
  CUdeviceptr parameters() {
    return parameters;
  }

  /** Returns where {@link #enqueue} leaves the gradients, row by row. */
  CUdeviceptr gradients() {
    return gradients;
  }

  /** Enqueues the gradients of the next samples; does not wait for them. */
  void enqueue(int rows) {
    if (next + rows > samples) {
      next = 0;
    }
    Pointer arguments =
        Pointer.to(
            Pointer.to(x),
            Pointer.to(y),
            Pointer.to(parameters),
            Pointer.to(new long[] {next}),
            Pointer.to(new int[] {columns}),
            Pointer.to(gradients),
            Pointer.to(losses));
    Gpu.check(
        JCudaDriver.cuLaunchKernel(
            kernel, rows, 1, 1, THREADS, 1, 1, 0, gpu.stream(), arguments, null),
        "launch of per_sample_gradients on " + rows + " blocks");
    next += rows;
  }

  /** Waits for the last gradients and returns the mean loss of their samples. */
  double loss(int rows) {
    double[] each = new double[rows];
    gpu.download(losses, each);
    return Arrays.stream(each).average().orElseThrow();
  }

  /** Waits and returns {@code |w − w*|²}. */
  double squaredError() {
    float[] w = new float[columns];
    gpu.download(parameters, w);
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      sum += ((double) w[i] - truth[i]) * ((double) w[i] - truth[i]);
    }
    return sum;
  }

  @Override
  public void close() {
    Gpu.check(JCudaDriver.cuModuleUnload(module), "cuModuleUnload");
  }
}
