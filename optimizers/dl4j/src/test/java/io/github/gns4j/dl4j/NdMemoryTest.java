package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** Loops over ND4J arrays: how long memory lives, and gradients of any strides. */
class NdMemoryTest {
  private static final int COLLECTIONS = 200;
  private static final long PAUSE_MILLIS = 10;

  private static final Kernels KERNELS = Kernels.select(Placement.HOST);

  @Test
  void kernelsRefuseTheViewOfAClosedLoan() {
    INDArray array = Nd4j.ones(DataType.FLOAT, 8);
    HostArray kept = HostArray.allocate(NdArrays.elementType("a", array), 8);
    NdLoan loan = NdLoan.reading("a", array);
    HostArray view = loan.array();
    KERNELS.average(kept, view, 1);
    loan.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> KERNELS.average(kept, view, 1))
        .withMessageContaining("its arena is closed");
    HostArray part = view.slice(2, 3);
    assertThatIllegalStateException().isThrownBy(part::address);
    assertThat(kept.get(7)).isEqualTo(1);
  }

  @Test
  void arraysOfAWorkspaceAreLentWhileItIsOpen() {
    INDArray inside;
    try (MemoryWorkspace _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace("memory")) {
      inside = Nd4j.ones(DataType.FLOAT, 8);
      try (NdLoan loan = NdLoan.reading("gradient", inside)) {
        assertThat(loan.array().get(7)).isEqualTo(1);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NdLoan.reading("gradient", inside))
        .withMessageContaining("gradient lives in workspace memory, which has been left");
    try (MemoryWorkspace _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace("memory")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NdArrays.view("gradient", inside))
          .withMessageContaining("detach() copies");
    }
  }

  @Test
  @SuppressWarnings("ReachabilityFenceUsage") // the view must live up to there, and no longer
  void viewOfParametersKeepsThemAlive() throws InterruptedException {
    AtomicReference<WeakReference<INDArray>> array = new AtomicReference<>();
    HostArray view = viewOfNew(array);
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS);
    }
    assertThat(array.get().get()).isNotNull();
    assertThat(view.get(0)).isEqualTo(1);
    Reference.reachabilityFence(view);
    view = null;
    for (int i = 0; i < COLLECTIONS && array.get().get() != null; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS);
    }
    assertThat(array.get().get()).as("collected with the view").isNull();
  }

  private static HostArray viewOfNew(AtomicReference<WeakReference<INDArray>> array) {
    INDArray parameters = Nd4j.ones(DataType.FLOAT, 16);
    array.set(new WeakReference<>(parameters));
    return NdArrays.parameters("parameters", parameters);
  }

  /** Every second row and column of a transposed matrix, or a plain one, with the same numbers. */
  private static INDArray laidOut(INDArray plain, int layout) {
    long rows = plain.rows();
    long columns = plain.columns();
    INDArray view =
        switch (layout) {
          case 0 -> Nd4j.create(plain.dataType(), new long[] {rows, columns}, 'c');
          case 1 -> Nd4j.create(plain.dataType(), new long[] {rows, columns}, 'f');
          case 2 -> Nd4j.create(plain.dataType(), columns, rows).transpose();
          default ->
              Nd4j.create(plain.dataType(), 2 * columns + 1, 2 * rows + 1)
                  .get(
                      NDArrayIndex.interval(1, 2, 2 * columns + 1),
                      NDArrayIndex.interval(1, 2, 2 * rows + 1))
                  .transpose();
        };
    view.assign(plain);
    return view;
  }

  @Property(tries = 24, seed = "20261126")
  void gradientsOfAnyStridesStepAlike(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll @IntRange(max = 3) int layout,
      @ForAll boolean wide) {
    DataType type = wide ? DataType.DOUBLE : DataType.FLOAT;
    INDArray expected = Nd4j.linspace(type, -1, 1.0, (long) rows * columns).reshape(rows, columns);
    INDArray found = expected.dup('c');
    INDArray plain = Nd4j.linspace(type, 0.3, 2.0, (long) rows * columns).reshape(rows, columns);
    steps(expected, plain);
    steps(found, laidOut(plain, layout));
    assertThat(flat(found)).isEqualTo(flat(expected));
    assertThat(updated(laidOut(plain, layout))).isEqualTo(updated(plain.dup('c')));
  }

  private static void steps(INDArray parameters, INDArray gradient) {
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.adam()
            .learningRate(0.1)
            .batchSize(4)
            .forParameters(NdArrays.parameters("parameters", parameters))) {
      for (int i = 0; i < 3; i++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          try (NdLoan loan = NdLoan.reading("gradient", gradient)) {
            optimizer.accumulate(loan.array(), micro);
            optimizer.step();
          }
        }
      }
    }
  }

  private static double[] updated(INDArray gradient) {
    NoiseAwareAdam config = new NoiseAwareAdam(0.1);
    INDArray state = Nd4j.create(gradient.dataType(), config.stateSize(gradient.length()));
    GradientUpdater<?> updater = config.instantiate(state, true);
    updater.applyUpdater(gradient, 0, 0);
    return flat(gradient);
  }

  private static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  @Test
  void wrongTypesAndLengthsAreNamed() {
    INDArray parameters = Nd4j.ones(DataType.FLOAT, 4);
    try (NoiseAwareOptimizer optimizer =
            NoiseAware.adam().forParameters(NdArrays.parameters("parameters", parameters));
        NdLoan shorter = NdLoan.reading("gradient", Nd4j.ones(DataType.FLOAT, 3))) {
      MicroBatch micro = optimizer.nextBatch().iterator().next();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> optimizer.accumulate(shorter.array(), micro))
          .withMessageContaining("gradient")
          .withMessageContaining("3")
          .withMessageContaining("4");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NdLoan.reading("gradient", Nd4j.ones(DataType.INT64, 4)))
        .withMessageContaining("gradient has type LONG, allowed: FLOAT, DOUBLE");
    assertThat(parameters.toDoubleVector()).containsOnly(1);
  }
}
