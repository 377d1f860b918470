package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import java.util.ArrayList;
import java.util.List;

/** Every operation once, on two small layers: the path of all calls of the driver. */
final class Workload {
  static final int LENGTH = 301;

  private static final int ROWS = 3;
  private static final AdamHyper ADAM =
      new AdamHyper(1e-3, 0.9, 0.999, 1e-8, WeightDecay.NONE, 0.1, 0.001);

  private final Kernels kernels;
  private final Segments segments =
      Segments.of(
          List.of(
              new Segment("weights", 0, 290, Segment.Kind.GRADIENT),
              new Segment("bias", 290, 11, Segment.Kind.GRADIENT)));

  Workload(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Runs and returns the sums of all passes and the parameters at the end. */
  List<Double> run() {
    FlatArray gradient = ramp(LENGTH);
    Sums sums = kernels.newSums(segments);
    kernels.squaredNorm(gradient, 1, null, sums);
    List<Double> results = new ArrayList<>(read(sums));
    kernels.dot(gradient, gradient, sums);
    results.addAll(read(sums));
    FlatArray mean = kernels.allocate(ElementType.FLOAT32, LENGTH);
    kernels.accumulate(mean, gradient, segments, new Accumulation(1, 0, 4), null, sums);
    results.addAll(read(sums));
    kernels.average(mean, gradient, 0.25);
    results.addAll(steps(gradient));
    results.addAll(samples());
    return results;
  }

  private List<Double> steps(FlatArray gradient) {
    FlatArray w = ramp(LENGTH);
    FlatArray first = kernels.allocate(ElementType.FLOAT32, LENGTH);
    FlatArray second = kernels.allocate(ElementType.FLOAT32, LENGTH);
    StepArrays arrays =
        new StepArrays(w, gradient, first, second, segments, StepArrays.Output.PARAMETERS);
    Sums norm = kernels.newSums(segments);
    Sums sums = kernels.newSums(segments);
    kernels.squaredNorm(gradient, 1, null, norm);
    Gate gate = new Gate(norm, Sum.GRADIENT_SQUARED, 1);
    kernels.adamStep(arrays, ADAM, gate, sums);
    List<Double> results = new ArrayList<>(read(sums));
    kernels.lambStep(arrays, new LambHyper(ADAM, 0, 10, LambHyper.Scope.ALWAYS), gate, sums);
    results.addAll(read(sums));
    SgdHyper sgd = new SgdHyper(0.1, 0.9, 0, SgdHyper.Form.CLASSIC, WeightDecay.NONE, true);
    kernels.sgdStep(
        new StepArrays(w, gradient, first, null, segments, StepArrays.Output.PARAMETERS),
        sgd,
        gate,
        null);
    results.addAll(read(w));
    return results;
  }

  private List<Double> samples() {
    FlatArray norms = kernels.allocate(ElementType.FLOAT64, ROWS);
    FlatArray mean = kernels.allocate(ElementType.FLOAT32, LENGTH);
    Sums sums = kernels.newSums(segments);
    kernels.perSampleMoments(
        new PerSample(ramp(ROWS * LENGTH), ROWS, mean, norms, segments), 1, null, sums);
    List<Double> results = new ArrayList<>(read(sums));
    results.addAll(read(norms));
    for (OuterProducts.Shape shape :
        List.of(
            new OuterProducts.Shape(ROWS, 1, 5, 5),
            new OuterProducts.Shape(ROWS, 2, 5, 5),
            new OuterProducts.Shape(ROWS, 6, 20, 20),
            new OuterProducts.Shape(ROWS, 40, 33, 20))) {
      OuterProducts products =
          new OuterProducts(
              ramp(shape.activationLength()),
              ramp(shape.deltaLength()),
              shape,
              OuterProducts.Bias.PRESENT,
              norms,
              OuterProducts.Into.ADD);
      kernels.outerNorms(products, 1);
    }
    convolutions(norms);
    results.addAll(read(norms));
    return results;
  }

  /** Few weights, many positions and the other way round: the direct form and Gram's. */
  private void convolutions(FlatArray norms) {
    Axis wide = new Axis(19, 10, new Window(3, 2, 1, 1));
    Axis narrow = new Axis(4, 3, new Window(2, 1, 1, 0));
    for (ConvolutionProducts.Shape shape :
        List.of(
            new ConvolutionProducts.Shape(ROWS, 1, 3, wide, wide),
            new ConvolutionProducts.Shape(ROWS, 6, 18, narrow, narrow))) {
      ConvolutionProducts products =
          new ConvolutionProducts(
              ramp(shape.imageLength()),
              ramp(shape.deltaLength()),
              shape,
              OuterProducts.Bias.PRESENT,
              norms,
              OuterProducts.Into.ADD);
      kernels.convolutionNorms(products, 1);
    }
  }

  private FlatArray ramp(long length) {
    HostArray host = HostArray.allocate(ElementType.FLOAT32, length);
    for (long i = 0; i < length; i++) {
      host.set(i, (i % 17 - 8) / 64.0);
    }
    FlatArray array = kernels.allocate(ElementType.FLOAT32, length);
    kernels.copy(host, array);
    return array;
  }

  private List<Double> read(FlatArray array) {
    HostArray host = HostArray.allocate(array.type(), array.length());
    kernels.copy(array, host);
    List<Double> values = new ArrayList<>();
    for (double value : host.toDoubles()) {
      values.add(value);
    }
    return values;
  }

  private static List<Double> read(Sums sums) {
    List<Double> values = new ArrayList<>();
    for (Sum sum : Sum.values()) {
      values.add(sums.total(sum));
    }
    return values;
  }
}
