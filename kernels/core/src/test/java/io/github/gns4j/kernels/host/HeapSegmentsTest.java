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
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/**
 * Segments on the heap that a program makes do not cost the loops their code. HotSpot compiles them
 * for the kinds of segments that are loaded; it throws that code away when another kind is.
 */
class HeapSegmentsTest {
  private static final String MARK = "segments on the heap from here on\n";
  private static final String LOOP = " 4 .*VectorFloatAdam::inPlace \\(\\d+ bytes\\)";

  @Test
  void loopsKeepTheirCode() throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            Main.class,
            "--add-modules=jdk.incubator.vector",
            "-Xbatch", // code is there when it is wanted, whatever else the machine does
            "-XX:+PrintCompilation");
    assertThat(child.output()).contains(MARK).contains("done\n");
    String[] parts = child.output().split(MARK, 2);
    assertThat(parts[0]).containsPattern(LOOP);
    assertThat(parts[1]).doesNotContainPattern(LOOP + ".* made not entrant");
  }

  /** What the child runs. */
  static final class Main {
    private static final int STEPS = 1_000_000;
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
      System.out.print(MARK);
      MemorySegment.ofArray(new byte[1]);
      MemorySegment.ofArray(new float[1]);
      MemorySegment.ofArray(new double[1]);
      System.out.println("done");
    }

    private static FlatArray array(Kernels kernels) {
      return kernels.allocate(ElementType.FLOAT32, LENGTH);
    }
  }
}
