package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ChildJvm;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the compiler inlines, as it tells itself, in a process that takes many small steps. */
class LoopsApartTest {
  private static final String STEPS =
      "VectorFloat(Adam::(inPlace|update)|AdamSums::step\\w+|Sgd(Sums)?::(plain|buffered)\\w+)"
          + " \\(\\d+ bytes\\)";
  private static final String PASS = "NormPass::gradient \\(\\d+ bytes\\)";

  @Test
  void loopsAreUnitsOfTheirOwn() throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            Main.class,
            "--add-modules=jdk.incubator.vector",
            "-Xbatch", // code is there when it is wanted, whatever else the machine does
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=PrintInlining,io.github.gns4j.kernels.host.*::*",
            "-XX:CompileCommand=PrintCompilation,io.github.gns4j.kernels.host.*::*");
    String said = child.output();
    assertThat(said).contains("done\n");
    assertThat(said).containsPattern(" 4 .*" + PASS).containsPattern(" 4 .*" + STEPS);
    assertThat(said).doesNotContainPattern("@ \\d+ .*" + PASS + " +inline");
    assertThat(said).doesNotContainPattern("@ \\d+ .*" + STEPS + " +inline");
    // What is not inlined for want of nodes takes vectors as objects.
    assertThat(said).doesNotContainPattern("(jdk\\.incubator|Lanes::(load|store)).*NodeCount");
    assertThat(said).containsPattern("@ \\d+ .*VectorFloatLanes::load.* inline");
  }

  /** What the child runs. */
  static final class Main {
    private static final int ROUNDS = 1_000_000;
    private static final int LENGTH = 64;
    private static final Segments SEGMENTS = Segments.single(LENGTH);

    private Main() {}

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
}
