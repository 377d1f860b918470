package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Sum;

/** Plain loops over FLOAT64 state. */
final class ScalarDoubleLoops implements BlockLoops {
  @Override
  public ElementType type() {
    return ElementType.FLOAT64;
  }

  @Override
  public boolean areApart() {
    return false;
  }

  @Override
  public int longestSummed(long length) {
    return Block.LONG;
  }

  @Override
  public void widen(ElementType type, long source, long target, int length) {
    ScalarDoubleWidening.widen(type, source, target, length);
  }

  @Override
  public void scale(long source, long target, double factor, int length) {
    ScalarDoubleBasics.scale(source, target, factor, length);
  }

  @Override
  public void addScaled(long target, long source, double factor, int length) {
    ScalarDoubleBasics.addScaled(target, source, factor, length);
  }

  @Override
  public void coupleDecay(Block block, double coefficient, double decay) {
    ScalarDoubleBasics.coupleDecay(block, coefficient, decay, 0);
  }

  @Override
  public void average(long average, long value, double weight, int length) {
    ScalarDoubleBasics.average(average, value, weight, length);
  }

  @Override
  public void dot(Block block) {
    ScalarDoubleNorms.dot(block);
  }

  @Override
  public void addSquares(Block block, long address, Sum kind) {
    ScalarDoubleNorms.addSquares(block, address, kind);
  }

  @Override
  public void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    ScalarDoubleNorms.addMetricSquares(block, address, kind, metric);
  }

  @Override
  public void squaredNorm(Block block, double scale, MetricFactors metric) {
    ScalarDoubleNorms.squaredNorm(block, scale, metric);
  }

  @Override
  public void accumulate(Block block, double scale, double weight) {
    ScalarDoubleAccumulate.step(block, scale, weight);
  }

  @Override
  public void accumulateWithSums(Block block, double scale, double weight, MetricFactors metric) {
    Memory.copy(block.parameters, block.before(), (long) block.length * Double.BYTES);
    ScalarDoubleAccumulate.step(block, scale, weight);
    ScalarDoubleAccumulate.sums(block, scale, metric);
  }

  @Override
  public void sgd(Block block, SgdFactors factors) {
    ScalarDoubleSgd.step(block, factors);
  }

  @Override
  public void sgdWithSums(Block block, SgdFactors factors) {
    saveGradient(block);
    ScalarDoubleSgd.step(block, factors);
    ScalarDoubleSgd.sums(block, factors);
  }

  @Override
  public void adam(Block block, AdamFactors factors) {
    ScalarDoubleAdam.moments(block, factors);
    ScalarDoubleAdam.step(block, factors);
  }

  @Override
  public void adamWithSums(Block block, AdamFactors factors) {
    saveGradient(block);
    ScalarDoubleAdam.moments(block, factors);
    ScalarDoubleAdam.step(block, factors);
    ScalarDoubleAdam.sums(block, factors);
  }

  @Override
  public void lambMomentsWithSums(Block block, AdamFactors factors) {
    ScalarDoubleNorms.addSquares(block, block.parameters, Sum.PARAMETER_SQUARED);
    ScalarDoubleAdam.moments(block, factors);
    ScalarDoubleLamb.sums(block, factors);
  }

  @Override
  public void lambStep(Block block, AdamFactors factors, double ratio) {
    ScalarDoubleLamb.step(block, factors, ratio);
  }

  @Override
  public void perSampleWithSums(
      Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    ScalarDoubleSamples.run(block, rows, metric, rowSums);
  }

  @Override
  public void perSampleMean(Block block, SampleRows rows) {
    ScalarDoubleSamples.run(block, rows, null, null);
  }

  /** Copies the gradient if the update is about to overwrite it: the sums need it. */
  private static void saveGradient(Block block) {
    if (block.output != 0) {
      Memory.copy(block.gradient, block.before(), (long) block.length * Double.BYTES);
    }
  }
}
