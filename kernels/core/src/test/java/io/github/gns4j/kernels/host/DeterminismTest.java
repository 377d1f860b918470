package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bits from every operation on any number of threads. */
class DeterminismTest {
  /** Long enough for helpers to be asked, not a multiple of a chunk. */
  private static final int LENGTH = (int) PassRunner.WAKE_FROM + 4_321;

  static Stream<Function<Workers, Kernels>> backends() {
    HostBackend.Identity identity = new HostBackend.Identity("test", "test");
    return Stream.of(
        workers ->
            Kernels.of(
                new HostBackend(
                    identity, new ScalarFloatLoops(), new ScalarDoubleLoops(), workers)),
        workers -> Kernels.of(VectorLoops.backend("vector", workers)));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void sameBitsOnAnyNumberOfThreads(Function<Workers, Kernels> backend) {
    Passes.Data data =
        new Passes.Data(ElementType.FLOAT32, ElementType.FLOAT32, Passes.layout(LENGTH), 1);
    Passes alone = new Passes(backend.apply(new Workers(1)), data).run();
    for (int threads : new int[] {2, 3, 7}) {
      Passes shared = new Passes(backend.apply(new Workers(threads)), data).run();
      for (int i = 0; i < alone.names().size(); i++) {
        String name = alone.names().get(i) + " on " + threads + " threads";
        assertThat(shared.elements().get(i)).as(name).isEqualTo(alone.elements().get(i));
        assertThat(shared.sums().get(i)).as(name).isEqualTo(alone.sums().get(i));
      }
    }
  }

  /** Dense rows, pairs of positions, and gradients; enough work that helpers are asked. */
  @ParameterizedTest
  @MethodSource("backends")
  void sameOuterNormsOnAnyNumberOfThreads(Function<Workers, Kernels> backend) {
    for (OuterProducts.Shape shape :
        List.of(
            new OuterProducts.Shape(121, 1, 900, 300),
            new OuterProducts.Shape(61, 9, 170, 150),
            new OuterProducts.Shape(13, 200, 3, 50))) {
      assertThat(shape.activationLength() + shape.deltaLength())
          .isGreaterThan(PassRunner.WAKE_FROM);
      double[] alone = outerNorms(backend.apply(new Workers(1)), shape);
      for (int threads : new int[] {2, 3, 7}) {
        assertThat(outerNorms(backend.apply(new Workers(threads)), shape))
            .as(shape + " on " + threads + " threads")
            .isEqualTo(alone);
      }
    }
  }

  private static double[] outerNorms(Kernels kernels, OuterProducts.Shape shape) {
    HostArray norms = HostArray.allocate(ElementType.FLOAT64, shape.rows());
    kernels.outerNorms(
        new OuterProducts(
            Passes.random(ElementType.FLOAT32, shape.activationLength(), 1, 1),
            Passes.random(ElementType.FLOAT32, shape.deltaLength(), 2, 1),
            shape,
            OuterProducts.Bias.PRESENT,
            norms,
            OuterProducts.Into.REPLACE),
        1);
    return norms.toDoubles();
  }
}
