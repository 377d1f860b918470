package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ChildJvm;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.WeightDecay;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the compiler inlines, as it tells itself, in a process that takes many small steps. */
class LoopsApartTest {
  private static final String PASS = "StepPass::gradient \\(\\d+ bytes\\)";

  @Test
  void loopsAreUnitsOfTheirOwn() throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            Main.class,
            "--add-modules=jdk.incubator.vector",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=PrintInlining,io.github.gns4j.kernels.host.*::*",
            "-XX:CompileCommand=PrintCompilation,io.github.gns4j.kernels.host.*::*");
    assertThat(child.output()).contains("done\n").containsPattern(" 4 .*" + PASS);
    assertThat(child.output()).doesNotContainPattern("@ \\d+ .*" + PASS + " +inline");
    assertThat(child.output()).containsPattern("@ \\d+ .*VectorFloatAdam::step.* inline");
  }

  /** What the child runs. */
  static final class Main {
    private static final int STEPS = 5_000_000;
    private static final int LENGTH = 64;

    private Main() {}

    public static void main(String[] arguments) {
      Kernels kernels = Kernels.named("vector");
      Segments segments = Segments.single(LENGTH);
      StepArrays arrays =
          new StepArrays(
              array(kernels),
              array(kernels),
              array(kernels),
              array(kernels),
              segments,
              Output.PARAMETERS);
      AdamHyper hyper = new AdamHyper(1e-3, 0.9, 0.999, 1e-8, WeightDecay.NONE, 0.5, 0.5);
      for (int step = 0; step < STEPS; step++) {
        kernels.adamStep(arrays, hyper, Gate.OPEN, null);
      }
      System.out.println("done");
    }

    private static FlatArray array(Kernels kernels) {
      return kernels.allocate(ElementType.FLOAT32, LENGTH);
    }
  }
}
