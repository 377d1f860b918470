package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Sum;

/**
 * Vector API loops over FLOAT32 state: whole vectors here, the few elements left over in {@link
 * ScalarFloatLoops}, and sums that cannot be trusted in float again in double.
 */
final class VectorFloatLoops implements BlockLoops {
  private static final Apart SQUARES = VectorFloatNorms.squaresApart();

  private final ScalarFloatLoops scalar = new ScalarFloatLoops();

  @Override
  public ElementType type() {
    return ElementType.FLOAT32;
  }

  @Override
  public boolean areApart() {
    return true;
  }

  @Override
  public int longestSummed(long length) {
    return VectorFloatLanes.longestSummed(length);
  }

  @Override
  public void widen(ElementType type, long source, long target, int length) {
    VectorFloatWidening.widen(type, source, target, length);
  }

  @Override
  public void scale(long source, long target, double factor, int length) {
    int done = VectorFloatBasics.scale(source, target, factor, length);
    long at = (long) done * Float.BYTES;
    scalar.scale(source + at, target + at, factor, length - done);
  }

  @Override
  public void addScaled(long target, long source, double factor, int length) {
    int done = VectorFloatBasics.addScaled(target, source, factor, length);
    long at = (long) done * Float.BYTES;
    scalar.addScaled(target + at, source + at, factor, length - done);
  }

  @Override
  public void average(long average, long value, double weight, int length) {
    int done = VectorFloatBasics.average(average, value, weight, length);
    long at = (long) done * Float.BYTES;
    scalar.average(average + at, value + at, weight, length - done);
  }

  @Override
  public void coupleDecay(Block block, double coefficient, double decay) {
    int done = VectorFloatBasics.coupleDecay(block, coefficient, decay);
    ScalarFloatBasics.coupleDecay(block, coefficient, decay, done);
  }

  @Override
  public void dot(Block block) {
    block.trim(LANES);
    VectorFloatLanes.dot(
        block.parameters,
        block.gradient,
        block.length,
        block.lanesOf(Sum.DOT.ordinal()),
        Sum.DOT.ordinal() * Block.LANES);
    if (block.enterRest(Float.BYTES)) {
      scalar.dot(block);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void addSquares(Block block, long address, Sum kind) {
    block.trim(LANES);
    long end = address + (long) block.length * Float.BYTES;
    addSquaresOfWhole(block, address, kind);
    if (block.enterRest(Float.BYTES)) {
      scalar.addSquares(block, end, kind);
      block.leaveRest(Float.BYTES);
    }
  }

  private static void addSquaresOfWhole(Block block, long address, Sum kind) {
    if (block.length > 0 && !SQUARES.run(block, address, kind)) {
      VectorFloatAgain.addSquares(block, address, kind);
    }
  }

  @Override
  public void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    block.trim(LANES);
    long end = address + (long) block.length * Float.BYTES;
    if (block.length > 0 && !VectorFloatNorms.addMetricSquares(block, address, kind, metric)) {
      VectorFloatAgain.addMetricSquares(block, address, kind, metric);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.addMetricSquares(block, end, kind, metric);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void squaredNorm(Block block, double scale, MetricFactors metric) {
    block.trim(LANES);
    if (block.length > 0 && !VectorFloatNorms.squaredNorm(block, scale, metric)) {
      VectorFloatAgain.squaredNorm(block, scale, metric);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.squaredNorm(block, scale, metric);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void accumulate(Block block, double scale, double weight) {
    block.trim(LANES);
    VectorFloatAccumulate.step(block, scale, weight);
    if (block.enterRest(Float.BYTES)) {
      scalar.accumulate(block, scale, weight);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void accumulateWithSums(Block block, double scale, double weight, MetricFactors metric) {
    block.trim(LANES);
    if (block.length > 0 && !VectorFloatAccumulate.withSums(block, scale, weight, metric)) {
      VectorFloatAgain.accumulate(block, scale, metric);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.accumulateWithSums(block, scale, weight, metric);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void sgd(Block block, SgdFactors factors) {
    block.trim(LANES);
    VectorFloatSgd.step(block, factors);
    if (block.enterRest(Float.BYTES)) {
      scalar.sgd(block, factors);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void sgdWithSums(Block block, SgdFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorFloatSgdSums.step(block, factors)) {
      VectorFloatAgain.sgd(block, factors);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.sgdWithSums(block, factors);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void adam(Block block, AdamFactors factors) {
    block.trim(LANES);
    VectorFloatAdam.step(block, factors);
    if (block.enterRest(Float.BYTES)) {
      scalar.adam(block, factors);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void adamWithSums(Block block, AdamFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorFloatAdamSums.step(block, factors)) {
      VectorFloatAgain.adam(block, factors);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.adamWithSums(block, factors);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void lambMomentsWithSums(Block block, AdamFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorFloatLamb.moments(block, factors)) {
      VectorFloatAgain.lamb(block, factors);
      VectorFloatAgain.addSquares(block, block.parameters, Sum.PARAMETER_SQUARED);
    }
    if (block.enterRest(Float.BYTES)) {
      scalar.lambMomentsWithSums(block, factors);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void lambStep(Block block, AdamFactors factors, double ratio) {
    block.trim(LANES);
    VectorFloatLamb.step(block, factors, ratio);
    if (block.enterRest(Float.BYTES)) {
      scalar.lambStep(block, factors, ratio);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void perSampleWithSums(
      Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    block.trim(LANES);
    int whole = block.length;
    if (whole > 0 && !VectorFloatSamples.ofThread().run(block, rows, metric, rowSums)) {
      block.clearSums();
      scalar.perSampleWithSums(block, rows, metric, rowSums);
    }
    if (block.enterRest(Float.BYTES)) {
      rows.move(whole);
      scalar.perSampleWithSums(block, rows, metric, rowSums);
      rows.move(-whole);
      block.leaveRest(Float.BYTES);
    }
  }

  @Override
  public void perSampleMean(Block block, SampleRows rows) {
    scalar.perSampleMean(block, rows);
  }
}
