package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Sum;

/** Plain loops over FLOAT32 state. */
final class ScalarFloatLoops implements BlockLoops {
  @Override
  public ElementType type() {
    return ElementType.FLOAT32;
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
    ScalarFloatWidening.widen(type, source, target, length);
  }

  @Override
  public void scale(long source, long target, double factor, int length) {
    ScalarFloatBasics.scale(source, target, factor, length);
  }

  @Override
  public void addScaled(long target, long source, double factor, int length) {
    ScalarFloatBasics.addScaled(target, source, factor, length);
  }

  @Override
  public void coupleDecay(Block block, double coefficient, double decay) {
    ScalarFloatBasics.coupleDecay(block, coefficient, decay, 0);
  }

  @Override
  public void average(long average, long value, double weight, int length) {
    ScalarFloatBasics.average(average, value, weight, length);
  }

  @Override
  public void dot(Block block) {
    ScalarFloatNorms.dot(block);
  }

  @Override
  public void addSquares(Block block, long address, Sum kind) {
    ScalarFloatNorms.addSquares(block, address, kind);
  }

  @Override
  public void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    ScalarFloatNorms.addMetricSquares(block, address, kind, metric);
  }

  @Override
  public void squaredNorm(Block block, double scale, MetricFactors metric) {
    ScalarFloatNorms.squaredNorm(block, scale, metric);
  }

  @Override
  public void accumulate(Block block, double scale, double weight) {
    ScalarFloatAccumulate.step(block, scale, weight);
  }

  @Override
  public void accumulateWithSums(Block block, double scale, double weight, MetricFactors metric) {
    Memory.copy(block.parameters, block.before(), (long) block.length * Float.BYTES);
    ScalarFloatAccumulate.step(block, scale, weight);
    ScalarFloatAccumulate.sums(block, scale, metric);
  }

  @Override
  public void sgd(Block block, SgdFactors factors) {
    ScalarFloatSgd.step(block, factors);
  }

  @Override
  public void sgdWithSums(Block block, SgdFactors factors) {
    saveGradient(block);
    ScalarFloatSgd.step(block, factors);
    ScalarFloatSgd.sums(block, factors);
  }

  @Override
  public void adam(Block block, AdamFactors factors) {
    ScalarFloatAdam.moments(block, factors);
    ScalarFloatAdam.step(block, factors);
  }

  @Override
  public void adamWithSums(Block block, AdamFactors factors) {
    saveGradient(block);
    ScalarFloatAdam.moments(block, factors);
    ScalarFloatAdam.step(block, factors);
    ScalarFloatAdam.sums(block, factors);
  }

  @Override
  public void lambMomentsWithSums(Block block, AdamFactors factors) {
    ScalarFloatNorms.addSquares(block, block.parameters, Sum.PARAMETER_SQUARED);
    ScalarFloatAdam.moments(block, factors);
    ScalarFloatLamb.sums(block, factors);
  }

  @Override
  public void lambStep(Block block, AdamFactors factors, double ratio) {
    ScalarFloatLamb.step(block, factors, ratio);
  }

  @Override
  public void perSampleWithSums(
      Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    ScalarFloatSamples.run(block, rows, metric, rowSums);
  }

  @Override
  public void perSampleMean(Block block, SampleRows rows) {
    ScalarFloatSamples.run(block, rows, null, null);
  }

  /** Copies the gradient if the update is about to overwrite it: the sums need it. */
  private static void saveGradient(Block block) {
    if (block.output != 0) {
      Memory.copy(block.gradient, block.before(), (long) block.length * Float.BYTES);
    }
  }
}
