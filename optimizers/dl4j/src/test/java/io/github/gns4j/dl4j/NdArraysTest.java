package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NdArraysTest {
  @Test
  void viewSharesTheMemoryOfAnOffsetView() {
    INDArray base = Nd4j.arange(20).castTo(DataType.DOUBLE);
    INDArray part = base.get(NDArrayIndex.interval(5, 12));
    HostArray view = NdArrays.view("part", part);
    assertThat(view.length()).isEqualTo(7);
    assertThat(view.type()).isEqualTo(ElementType.FLOAT64);
    assertThat(view.get(0)).isEqualTo(5);
    view.set(6, -1);
    assertThat(base.getDouble(11)).isEqualTo(-1);
  }

  @Test
  void everyFloatTypeIsMapped() {
    INDArray one = Nd4j.ones(DataType.DOUBLE, 3);
    assertThat(NdArrays.view("a", one.castTo(DataType.FLOAT)).toDoubles()).containsOnly(1);
    assertThat(NdArrays.view("a", one.castTo(DataType.FLOAT16)).toDoubles()).containsOnly(1);
    assertThat(NdArrays.view("a", one.castTo(DataType.BFLOAT16)).toDoubles()).containsOnly(1);
  }

  @Test
  void emptyArrayIsAnEmptyView() {
    assertThat(NdArrays.view("a", Nd4j.empty(DataType.FLOAT)).length()).isZero();
  }

  @Test
  void otherTypesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NdArrays.view("labels", Nd4j.create(DataType.INT32, 3)))
        .withMessageContaining("labels has type INT")
        .withMessageContaining("allowed: FLOAT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NdArrays.parameters("weights", Nd4j.create(DataType.FLOAT16, 3)))
        .withMessageContaining("weights has type HALF")
        .withMessageContaining("allowed: FLOAT and DOUBLE");
  }

  @Test
  void stridedViewIsRefusedWithItsStrides() {
    INDArray column = Nd4j.create(DataType.FLOAT, 4, 3).getColumn(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NdArrays.view("column", column))
        .withMessageContaining("column has shape [4]")
        .withMessageContaining("strides [3]");
  }

  @Test
  void parametersInAWorkspaceAreRefused() {
    try (MemoryWorkspace _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace("test")) {
      INDArray inside = Nd4j.create(DataType.FLOAT, 8);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NdArrays.parameters("weights", inside))
          .withMessageContaining("weights lives in a workspace");
    }
  }

  @Test
  void loanRefusesUseAfterClose() {
    NdLoan loan = NdLoan.reading("a", Nd4j.create(DataType.FLOAT, 3));
    loan.close();
    loan.close();
    assertThatIllegalStateException().isThrownBy(loan::array).withMessageContaining("closed");
  }

  @Test
  void readingLoanLeavesStridedArrayAlone() {
    INDArray matrix = Nd4j.ones(DataType.FLOAT, 3, 3).transpose();
    try (NdLoan loan = NdLoan.reading("a", matrix.getColumn(0))) {
      assertThat(loan.isCopy()).isEqualTo(!NdArrays.isContiguous(matrix.getColumn(0)));
    }
    INDArray column = Nd4j.ones(DataType.FLOAT, 3, 2).getColumn(1);
    try (NdLoan loan = NdLoan.reading("a", column)) {
      loan.array().set(0, 5);
    }
    assertThat(column.getDouble(0)).isEqualTo(1);
  }

  /** Every element of any view is at its row-major place, and comes back there. */
  @Property(tries = 200, seed = "20261123")
  void loanKeepsTheOrderOfElements(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes,
      @ForAll boolean columnMajor,
      @ForAll long seed) {
    INDArray array = strided(sizes, columnMajor ? 'f' : 'c', new Random(seed));
    double[] expected = array.dup('c').reshape(array.length()).toDoubleVector();
    try (NdLoan loan = NdLoan.writing("array", array)) {
      assertThat(loan.array().toDoubles()).containsExactly(expected);
      for (int i = 0; i < expected.length; i++) {
        loan.array().set(i, -expected[i]);
      }
    }
    double[] negated = array.dup('c').reshape(array.length()).toDoubleVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(negated[i]).isEqualTo(-expected[i]);
    }
  }

  private static INDArray strided(List<Integer> sizes, char order, Random random) {
    long[] outer = sizes.stream().mapToLong(size -> 2L * size + 1).toArray();
    long count = 1;
    for (long size : outer) {
      count *= size;
    }
    INDArray base = Nd4j.arange(1, 1.0 + count).castTo(DataType.DOUBLE).reshape(order, outer);
    INDArrayIndex[] indices = new INDArrayIndex[outer.length];
    for (int i = 0; i < outer.length; i++) {
      int step = 1 + random.nextInt(2);
      indices[i] = NDArrayIndex.interval(1, step, 1 + step * sizes.get(i));
    }
    INDArray view = base.get(indices);
    return random.nextBoolean() && view.rank() > 1 ? view.transpose() : view;
  }
}
