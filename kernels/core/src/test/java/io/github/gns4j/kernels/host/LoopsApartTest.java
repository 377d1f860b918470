package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ChildJvm;
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
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the compiler inlines, as it tells itself, in a process that takes many small steps. */
class LoopsApartTest {
  private static final String STEPS =
      "VectorFloat(Adam::(inPlace|update)|AdamSums::step\\w+|Sgd(Sums)?::(plain|buffered)\\w+)"
          + " \\(\\d+ bytes\\)";
  private static final String PASS = "NormPass::gradient \\(\\d+ bytes\\)";

  /** Methods that take vectors, or return them. */
  private static final String HELPERS =
      "(jdk\\.incubator|Lanes::(load|store|put|zero|broadcast|largest|wide|wideZero) ).*NodeCount";

  @Test
  void loopsAreUnitsOfTheirOwn() throws IOException, InterruptedException {
    String said = inlined(Steps.class, "-Dof=steps");
    assertThat(said).containsPattern(" 4 .*" + PASS).containsPattern(" 4 .*" + STEPS);
    assertThat(said).doesNotContainPattern("@ \\d+ .*" + PASS + " +inline");
    assertThat(said).doesNotContainPattern("@ \\d+ .*" + STEPS + " +inline");
  }

  @ParameterizedTest
  @EnumSource
  void passesFitTheCompiler(ElementType gradient) throws IOException, InterruptedException {
    String said = inlined(OtherPasses.class, "-Dgradient=" + gradient);
    assertThat(said).containsPattern(" 4 .*Vector(Float|Double)Samples::reduce");
    assertThat(said).containsPattern(" 4 .*Vector(Float|Double)Rows::eightInMetric");
  }

  /** Returns what the compiler said, having checked that it made no object of a vector. */
  private static String inlined(Class<?> main, String setting)
      throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            main,
            "--add-modules=jdk.incubator.vector",
            "-Xbatch", // code is there when it is wanted, whatever else the machine does
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=PrintInlining,io.github.gns4j.kernels.host.*::*",
            "-XX:CompileCommand=PrintCompilation,io.github.gns4j.kernels.host.*::*",
            setting);
    String said = child.output();
    assertThat(said).contains("done\n");
    assertThat(said).containsPattern("@ \\d+ .*Vector(Float|Double)Lanes::load.* inline");
    // What is not inlined for want of nodes takes vectors as objects.
    assertThat(said.lines().filter(Pattern.compile(HELPERS).asPredicate())).isEmpty();
    return said;
  }

  /** Steps of Adam and SGD, and norms. */
  static final class Steps {
    private static final int ROUNDS = 1_000_000;
    private static final int LENGTH = 64;
    private static final Segments SEGMENTS = Segments.single(LENGTH);

    private Steps() {}

    public static void main(String[] arguments) {
      Kernels kernels = Kernels.named("vector");
      StepArrays step = arrays(kernels, Output.PARAMETERS);
      StepArrays update = arrays(kernels, Output.UPDATE);
      AdamHyper adam = new AdamHyper(1e-3, 0.9, 0.999, 1e-8, WeightDecay.NONE, 0.5, 0.5);
      SgdHyper sgd =
          new SgdHyper(1e-3, 0.9, 0, SgdHyper.Form.CLASSIC, WeightDecay.NONE, /* start= */ false);
      Sums sums = kernels.newSums(SEGMENTS);
      for (int round = 0; round < ROUNDS; round++) {
        Sums into = round % 2 == 0 ? sums : null;
        kernels.adamStep(step, adam, Gate.OPEN, into);
        kernels.adamStep(update, adam, Gate.OPEN, into);
        kernels.sgdStep(step, sgd, Gate.OPEN, into);
        kernels.sgdStep(update, sgd, Gate.OPEN, into);
        kernels.squaredNorm(step.gradient(), 1, null, sums);
      }
      System.out.println("done");
    }

    private static StepArrays arrays(Kernels kernels, Output output) {
      return new StepArrays(
          array(kernels), array(kernels), array(kernels), array(kernels), SEGMENTS, output);
    }

    private static FlatArray array(Kernels kernels) {
      FlatArray array = kernels.allocate(ElementType.FLOAT32, LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        ((HostArray) array).set(i, i + 1.0);
      }
      return array;
    }
  }

  /** The other passes, in a metric and not. */
  static final class OtherPasses {
    private static final int ROUNDS = 300_000;
    private static final int LENGTH = 64;
    private static final int ROWS = 13;
    private static final Segments SEGMENTS = Segments.single(LENGTH);

    private OtherPasses() {}

    public static void main(String[] arguments) {
      ElementType type = ElementType.valueOf(System.getProperty("gradient"));
      ElementType state = type == ElementType.FLOAT64 ? type : ElementType.FLOAT32;
      Kernels kernels = Kernels.named("vector");
      HostArray gradient = ones(type, LENGTH);
      HostArray mean = ones(state, LENGTH);
      Preconditioner metric = new Preconditioner(ones(state, LENGTH), 0.5, 1e-8);
      HostArray norms = HostArray.allocate(ElementType.FLOAT64, ROWS);
      PerSample rows = new PerSample(ones(type, ROWS * LENGTH), ROWS, mean, norms, SEGMENTS);
      StepArrays step =
          new StepArrays(
              ones(state, LENGTH),
              gradient,
              ones(state, LENGTH),
              ones(state, LENGTH),
              SEGMENTS,
              Output.PARAMETERS);
      AdamHyper coupled = adam(WeightDecay.Kind.COUPLED);
      AdamHyper decoupled = adam(WeightDecay.Kind.DECOUPLED);
      LambHyper lamb = new LambHyper(decoupled, 0, 10, LambHyper.Scope.ALWAYS);
      Accumulation how = new Accumulation(1, 32, 32);
      HostArray average = ones(state, LENGTH);
      OuterProducts layer = layer(ones(type, ROWS * LENGTH), norms);
      ConvolutionProducts convolution = convolution(ones(state, ROWS * LENGTH), norms);
      Sums sums = kernels.newSums(SEGMENTS);
      for (int round = 0; round < ROUNDS; round++) {
        Preconditioner in = round % 2 == 0 ? metric : null;
        kernels.perSampleMoments(rows, 1, in, sums);
        kernels.accumulate(mean, gradient, SEGMENTS, how, in, sums);
        kernels.squaredNorm(gradient, 1, in, sums);
        kernels.dot(mean, mean, sums);
        kernels.average(mean, average, 0.5);
        kernels.outerNorms(layer, 1);
        if (round % 8 == 0) { // longer than the others
          kernels.convolutionNorms(convolution, 1);
        }
        kernels.adamStep(step, round % 2 == 0 ? coupled : decoupled, Gate.OPEN, sums);
        kernels.lambStep(step, lamb, Gate.OPEN, sums);
      }
      System.out.println("done");
    }

    private static OuterProducts layer(HostArray both, HostArray norms) {
      OuterProducts.Shape shape = new OuterProducts.Shape(ROWS, 1, LENGTH, LENGTH);
      return new OuterProducts(both, both, shape, Bias.PRESENT, norms, Into.REPLACE);
    }

    /** Windows of one pixel. */
    private static ConvolutionProducts convolution(HostArray both, HostArray norms) {
      Axis axis = new Axis(LENGTH, LENGTH, Window.ONE);
      ConvolutionProducts.Shape shape =
          new ConvolutionProducts.Shape(ROWS, 1, 1, new Axis(1, 1, Window.ONE), axis);
      return new ConvolutionProducts(both, both, shape, Bias.PRESENT, norms, Into.REPLACE);
    }

    private static AdamHyper adam(WeightDecay.Kind kind) {
      return new AdamHyper(1e-3, 0.9, 0.999, 1e-8, new WeightDecay(0.01, kind), 0.5, 0.5);
    }

    private static HostArray ones(ElementType type, int length) {
      HostArray array = HostArray.allocate(type, length);
      for (int i = 0; i < length; i++) {
        array.set(i, 1 + i % 7);
      }
      return array;
    }
  }
}
