package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Sum;

/**
 * Vector API loops over FLOAT64 state: whole vectors here, the few elements left over in {@link
 * ScalarDoubleLoops}, and sums that cannot be trusted in double again in double.
 */
final class VectorDoubleLoops implements BlockLoops {
  private static final Apart SQUARES = VectorDoubleNorms.squaresApart();

  private final ScalarDoubleLoops scalar = new ScalarDoubleLoops();

  @Override
  public ElementType type() {
    return ElementType.FLOAT64;
  }

  @Override
  public boolean areApart() {
    return true;
  }

  @Override
  public int longestSummed(long length) {
    return VectorDoubleLanes.longestSummed(length);
  }

  @Override
  public void widen(ElementType type, long source, long target, int length) {
    VectorDoubleWidening.widen(type, source, target, length);
  }

  @Override
  public void scale(long source, long target, double factor, int length) {
    int done = VectorDoubleBasics.scale(source, target, factor, length);
    long at = (long) done * Double.BYTES;
    scalar.scale(source + at, target + at, factor, length - done);
  }

  @Override
  public void addScaled(long target, long source, double factor, int length) {
    int done = VectorDoubleBasics.addScaled(target, source, factor, length);
    long at = (long) done * Double.BYTES;
    scalar.addScaled(target + at, source + at, factor, length - done);
  }

  @Override
  public void average(long average, long value, double weight, int length) {
    int done = VectorDoubleBasics.average(average, value, weight, length);
    long at = (long) done * Double.BYTES;
    scalar.average(average + at, value + at, weight, length - done);
  }

  @Override
  public void coupleDecay(Block block, double coefficient, double decay) {
    int done = VectorDoubleBasics.coupleDecay(block, coefficient, decay);
    ScalarDoubleBasics.coupleDecay(block, coefficient, decay, done);
  }

  @Override
  public void dot(Block block) {
    block.trim(LANES);
    VectorDoubleLanes.dot(
        block.parameters,
        block.gradient,
        block.length,
        block.lanesOf(Sum.DOT.ordinal()),
        Sum.DOT.ordinal() * Block.LANES);
    if (block.enterRest(Double.BYTES)) {
      scalar.dot(block);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void addSquares(Block block, long address, Sum kind) {
    block.trim(LANES);
    long end = address + (long) block.length * Double.BYTES;
    addSquaresOfWhole(block, address, kind);
    if (block.enterRest(Double.BYTES)) {
      scalar.addSquares(block, end, kind);
      block.leaveRest(Double.BYTES);
    }
  }

  private static void addSquaresOfWhole(Block block, long address, Sum kind) {
    if (block.length > 0 && !SQUARES.run(block, address, kind)) {
      VectorDoubleAgain.addSquares(block, address, kind);
    }
  }

  @Override
  public void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    block.trim(LANES);
    long end = address + (long) block.length * Double.BYTES;
    if (block.length > 0 && !VectorDoubleNorms.addMetricSquares(block, address, kind, metric)) {
      VectorDoubleAgain.addMetricSquares(block, address, kind, metric);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.addMetricSquares(block, end, kind, metric);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void squaredNorm(Block block, double scale, MetricFactors metric) {
    block.trim(LANES);
    if (block.length > 0 && !VectorDoubleNorms.squaredNorm(block, scale, metric)) {
      VectorDoubleAgain.squaredNorm(block, scale, metric);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.squaredNorm(block, scale, metric);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void accumulate(Block block, double scale, double weight) {
    block.trim(LANES);
    VectorDoubleAccumulate.step(block, scale, weight);
    if (block.enterRest(Double.BYTES)) {
      scalar.accumulate(block, scale, weight);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void accumulateWithSums(Block block, double scale, double weight, MetricFactors metric) {
    block.trim(LANES);
    if (block.length > 0 && !VectorDoubleAccumulate.withSums(block, scale, weight, metric)) {
      VectorDoubleAgain.accumulate(block, scale, metric);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.accumulateWithSums(block, scale, weight, metric);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void sgd(Block block, SgdFactors factors) {
    block.trim(LANES);
    VectorDoubleSgd.step(block, factors);
    if (block.enterRest(Double.BYTES)) {
      scalar.sgd(block, factors);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void sgdWithSums(Block block, SgdFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorDoubleSgdSums.step(block, factors)) {
      VectorDoubleAgain.sgd(block, factors);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.sgdWithSums(block, factors);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void adam(Block block, AdamFactors factors) {
    block.trim(LANES);
    VectorDoubleAdam.step(block, factors);
    if (block.enterRest(Double.BYTES)) {
      scalar.adam(block, factors);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void adamWithSums(Block block, AdamFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorDoubleAdamSums.step(block, factors)) {
      VectorDoubleAgain.adam(block, factors);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.adamWithSums(block, factors);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void lambMomentsWithSums(Block block, AdamFactors factors) {
    block.trim(LANES);
    if (block.length > 0 && !VectorDoubleLamb.moments(block, factors)) {
      VectorDoubleAgain.lamb(block, factors);
      VectorDoubleAgain.addSquares(block, block.parameters, Sum.PARAMETER_SQUARED);
    }
    if (block.enterRest(Double.BYTES)) {
      scalar.lambMomentsWithSums(block, factors);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void lambStep(Block block, AdamFactors factors, double ratio) {
    block.trim(LANES);
    VectorDoubleLamb.step(block, factors, ratio);
    if (block.enterRest(Double.BYTES)) {
      scalar.lambStep(block, factors, ratio);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void perSampleWithSums(
      Block block, SampleRows rows, MetricFactors metric, double[] rowSums) {
    block.trim(LANES);
    int whole = block.length;
    if (whole > 0 && !VectorDoubleSamples.ofThread().run(block, rows, metric, rowSums)) {
      block.clearSums();
      scalar.perSampleWithSums(block, rows, metric, rowSums);
    }
    if (block.enterRest(Double.BYTES)) {
      rows.move(whole);
      scalar.perSampleWithSums(block, rows, metric, rowSums);
      rows.move(-whole);
      block.leaveRest(Double.BYTES);
    }
  }

  @Override
  public void perSampleMean(Block block, SampleRows rows) {
    scalar.perSampleMean(block, rows);
  }
}
