package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;

/**
 * The oracle as a backend on the host: slow and obvious. Use it through {@code Kernels.of(new
 * OracleBackend())} to test what stands on the kernels, and as a base of deliberately wrong
 * backends that test the tests. Not registered as a service.
 */
public class OracleBackend implements KernelBackend {
  /** Makes the backend. */
  public OracleBackend() {}

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public String description() {
    return "oracle in double, for tests";
  }

  @Override
  public Placement placement() {
    return Placement.HOST;
  }

  @Override
  public FlatArray allocate(ElementType type, long length) {
    return HostArray.allocate(type, length);
  }

  @Override
  public void copy(FlatArray source, FlatArray target) {
    ((HostArray) target).segment().copyFrom(((HostArray) source).segment());
  }

  @Override
  public Sums newSums(Segments segments) {
    return new OracleSums(segments);
  }

  @Override
  public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
    ElementType type = metric == null ? gradient.type() : metric.secondMoment().type();
    SquaredNormOracle oracle = new SquaredNormOracle(type);
    keep(sums, oracle.run(OracleArrays.read(gradient), scale, of(metric), sums.segments()));
  }

  @Override
  public void dot(FlatArray a, FlatArray b, Sums sums) {
    DotOracle oracle = new DotOracle(a.type());
    keep(sums, oracle.run(OracleArrays.read(a), OracleArrays.read(b), sums.segments()));
  }

  @Override
  public void accumulate(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {
    AccumulateOracle oracle = new AccumulateOracle(mean.type(), of(metric));
    AccumulateOracle.Outcome outcome =
        oracle.run(OracleArrays.read(mean), OracleArrays.read(gradient), segments, how);
    OracleArrays.write(mean, outcome.mean());
    keep(sums, outcome.sums());
  }

  @Override
  public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
    int length = (int) arrays.segments().length();
    double[][] rows = new double[(int) arrays.rows()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = OracleArrays.read(arrays.samples().slice((long) row * length, length));
    }
    PerSampleMomentsOracle oracle =
        new PerSampleMomentsOracle(arrays.mean().type(), scale, of(metric));
    PerSampleMomentsOracle.Outcome outcome = oracle.run(rows, arrays.segments());
    OracleArrays.write(arrays.mean(), outcome.mean());
    OracleArrays.write(arrays.squaredNorms(), outcome.squaredNorms());
    keep(sums, outcome.sums());
  }

  @Override
  public void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
    finish(arrays, SgdStepOracle.run(input(arrays), hyper, AppliedGate.of(gate)), sums);
  }

  @Override
  public void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    finish(arrays, AdamStepOracle.run(input(arrays), hyper, AppliedGate.of(gate)), sums);
  }

  @Override
  public void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
    finish(arrays, LambStepOracle.run(input(arrays), hyper, AppliedGate.of(gate)), sums);
  }

  @Override
  public void average(FlatArray average, FlatArray value, double weight) {
    AverageOracle oracle = new AverageOracle(average.type());
    double[] before = OracleArrays.read(average);
    OracleArrays.write(average, oracle.run(before, OracleArrays.read(value), weight));
  }

  @Override
  public void outerNorms(OuterProducts products, double scale) {
    OuterNormsOracle oracle = new OuterNormsOracle(products.shape(), products.bias(), scale);
    boolean adds = products.into() == OuterProducts.Into.ADD;
    double[] before = adds ? OracleArrays.read(products.squaredNorms()) : null;
    double[] activations = OracleArrays.read(products.activations());
    double[] deltas = OracleArrays.read(products.deltas());
    OracleArrays.write(products.squaredNorms(), oracle.run(activations, deltas, before));
  }

  @Override
  public void convolutionNorms(ConvolutionProducts products, double scale) {
    ConvolutionNormsOracle oracle =
        new ConvolutionNormsOracle(products.shape(), products.bias(), scale);
    boolean adds = products.into() == OuterProducts.Into.ADD;
    double[] before = adds ? OracleArrays.read(products.squaredNorms()) : null;
    double[] images = OracleArrays.read(products.images());
    double[] deltas = OracleArrays.read(products.deltas());
    OracleArrays.write(products.squaredNorms(), oracle.run(images, deltas, before));
  }

  private static StepInput input(StepArrays arrays) {
    boolean intoParameters = arrays.output() == StepArrays.Output.PARAMETERS;
    FlatArray state =
        intoParameters || arrays.parameters() != null ? arrays.parameters() : arrays.gradient();
    return new StepInput(
        OracleArrays.read(arrays.parameters()),
        OracleArrays.read(arrays.gradient()),
        OracleArrays.read(arrays.first()),
        OracleArrays.read(arrays.second()),
        arrays.segments(),
        arrays.output(),
        state.type());
  }

  private static void finish(StepArrays arrays, StepOutcome outcome, Sums sums) {
    OracleArrays.write(arrays.parameters(), outcome.parameters());
    if (arrays.output() == StepArrays.Output.UPDATE) {
      OracleArrays.write(arrays.gradient(), outcome.gradient());
    }
    OracleArrays.write(arrays.first(), outcome.first());
    OracleArrays.write(arrays.second(), outcome.second());
    keep(sums, outcome.sums());
  }

  private static Metric of(Preconditioner metric) {
    return metric == null
        ? null
        : new Metric(
            OracleArrays.read(metric.secondMoment()), metric.biasCorrection(), metric.epsilon());
  }

  private static void keep(Sums sums, OracleSums result) {
    if (sums != null) {
      ((OracleSums) sums).become(result);
    }
  }
}
