package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Every operation on the same random data, and all that it leaves behind. */
final class Passes {
  /** Rows are taken eight, four and one at a time. */
  private static final int[] ROWS = {1, 2, 3, 4, 5, 6, 8, 13};

  private final Kernels kernels;
  private final ElementType state;
  private final ElementType gradientType;
  private final Segments segments;
  private final double magnitude;
  private final List<String> names = new ArrayList<>();
  private final List<double[]> elements = new ArrayList<>();
  private final List<double[]> sums = new ArrayList<>();

  Passes(Kernels kernels, Data data) {
    this.kernels = kernels;
    this.state = data.state();
    this.gradientType = data.gradient();
    this.segments = data.segments();
    this.magnitude = data.magnitude();
  }

  /** What the passes run on; numbers are Gaussian times {@code magnitude}. */
  record Data(ElementType state, ElementType gradient, Segments segments, double magnitude) {}

  /** Three segments, the second of statistics, of sizes that leave odd offsets. */
  static Segments layout(int length) {
    if (length < 3) {
      return Segments.single(length);
    }
    int first = Math.max(1, length / 7);
    int second = Math.max(1, length / 5);
    return Segments.of(
        List.of(
            new Segment("a", 0, first, Segment.Kind.GRADIENT),
            new Segment("b", first, second, Segment.Kind.STATISTICS),
            new Segment("c", first + second, length - first - second, Segment.Kind.GRADIENT)));
  }

  Passes run() {
    norms();
    accumulate();
    perSample();
    for (StepArrays.Output output : StepArrays.Output.values()) {
      if (output == StepArrays.Output.PARAMETERS || gradientType == state) {
        steps(output);
      }
    }
    return this;
  }

  List<String> names() {
    return names;
  }

  List<double[]> elements() {
    return elements;
  }

  List<double[]> sums() {
    return sums;
  }

  private void norms() {
    Sums into = kernels.newSums(segments);
    kernels.squaredNorm(gradient(1), 0.5, null, into);
    keep("norm", into);
    kernels.squaredNorm(gradient(1), 0.5, metric(), into);
    keep("norm in metric", into);
    kernels.dot(array(state, 2), array(state, 3), into);
    keep("dot", into);
    HostArray average = array(state, 4);
    kernels.average(average, array(state, 5), 0.3);
    keep("average", kernels.newSums(segments), average);
  }

  private void accumulate() {
    for (long previous : new long[] {0, 24}) {
      for (Preconditioner metric : new Preconditioner[] {null, metric()}) {
        for (Sums into : new Sums[] {null, kernels.newSums(segments)}) {
          HostArray mean = array(state, 6);
          Accumulation how = new Accumulation(0.25, previous, 8);
          kernels.accumulate(mean, gradient(7), segments, how, metric, into);
          keep("accumulate " + how + metric, into, mean);
        }
      }
    }
  }

  private void perSample() {
    for (int rows : ROWS) {
      for (Preconditioner metric : new Preconditioner[] {null, metric()}) {
        HostArray samples = random(gradientType, segments.length() * rows, 8);
        HostArray mean = HostArray.allocate(state, segments.length());
        HostArray norms = HostArray.allocate(ElementType.FLOAT64, rows);
        Sums into = kernels.newSums(segments);
        PerSample arrays = new PerSample(samples, rows, mean, norms, segments);
        kernels.perSampleMoments(arrays, 2, metric, into);
        keep("perSample " + rows + metric, into);
        names.add("perSample mean and norms " + rows);
        elements.add(new double[0]);
        double[] all = new double[(int) (mean.length() + rows)];
        System.arraycopy(norms.toDoubles(), 0, all, 0, rows);
        System.arraycopy(mean.toDoubles(), 0, all, rows, (int) mean.length());
        sums.add(all);
      }
    }
  }

  private void steps(StepArrays.Output output) {
    WeightDecay coupled = new WeightDecay(0.01, WeightDecay.Kind.COUPLED);
    WeightDecay decoupled = new WeightDecay(0.01, WeightDecay.Kind.DECOUPLED);
    for (WeightDecay decay : new WeightDecay[] {WeightDecay.NONE, coupled, decoupled}) {
      for (Sums into : new Sums[] {null, kernels.newSums(segments)}) {
        sgd(output, decay, into);
        StepArrays arrays = arrays(output);
        AdamHyper adam = new AdamHyper(0.1, 0.9, 0.99, 1e-6, decay, 0.19, 0.0199);
        kernels.adamStep(arrays, adam, gate(), into);
        keep("adam " + output + decay, into, arrays);
        if (decay.kind() == WeightDecay.Kind.DECOUPLED && into != null) {
          StepArrays other = arrays(output);
          LambHyper lamb = new LambHyper(adam, 0, 10, LambHyper.Scope.ALWAYS);
          kernels.lambStep(other, lamb, gate(), into);
          keep("lamb " + output + decay, into);
        }
      }
    }
  }

  private void sgd(StepArrays.Output output, WeightDecay decay, Sums into) {
    for (boolean start : new boolean[] {true, false}) {
      for (SgdHyper.Form form : SgdHyper.Form.values()) {
        StepArrays arrays = arrays(output);
        SgdHyper hyper = new SgdHyper(0.1, 0.9, 0, form, decay, start);
        kernels.sgdStep(arrays, hyper, gate(), into);
        keep("sgd " + output + hyper, into, arrays);
      }
      StepArrays plain = arrays(output);
      SgdHyper hyper = new SgdHyper(0.1, 0, 0, SgdHyper.Form.CLASSIC, decay, start);
      kernels.sgdStep(plain, hyper, gate(), into);
      keep("sgd " + output + hyper, into, plain);
    }
  }

  private static Gate gate() {
    return new Gate(null, Sum.GRADIENT_SQUARED, 1, 0.125);
  }

  private StepArrays arrays(StepArrays.Output output) {
    return new StepArrays(
        array(state, 10), gradient(11), array(state, 12), squares(13), segments, output);
  }

  private Preconditioner metric() {
    return new Preconditioner(squares(9), 0.5, 1e-6);
  }

  private HostArray gradient(long seed) {
    return random(gradientType, segments.length(), seed);
  }

  private HostArray array(ElementType type, long seed) {
    return random(type, segments.length(), seed);
  }

  private HostArray squares(long seed) {
    HostArray array = array(state, seed);
    for (long i = 0; i < array.length(); i++) {
      double x = array.get(i);
      array.set(i, i % 5 == 0 ? 0 : x * x);
    }
    return array;
  }

  private HostArray random(ElementType type, long length, long seed) {
    return random(type, length, seed, magnitude);
  }

  /** Returns Gaussian numbers. */
  static HostArray random(ElementType type, long length, long seed, double magnitude) {
    SplittableRandom random = new SplittableRandom(seed);
    HostArray array = HostArray.allocate(type, length);
    for (long i = 0; i < length; i++) {
      array.set(i, magnitude * random.nextGaussian());
    }
    return array;
  }

  private void keep(String name, Sums from, StepArrays arrays) {
    keep(
        name,
        from,
        (HostArray) arrays.parameters(),
        (HostArray) arrays.gradient(),
        (HostArray) arrays.first(),
        (HostArray) arrays.second());
  }

  private void keep(String name, Sums from, HostArray... arrays) {
    double[] all = new double[0];
    for (HostArray array : arrays) {
      double[] more = array.toDoubles();
      double[] both = java.util.Arrays.copyOf(all, all.length + more.length);
      System.arraycopy(more, 0, both, all.length, more.length);
      all = both;
    }
    names.add(name);
    elements.add(all);
    double[] numbers = new double[from == null ? 0 : segments.count() * HostSums.KINDS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.get(Sum.values()[i % HostSums.KINDS], i / HostSums.KINDS);
    }
    sums.add(numbers);
  }
}
