package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.Arena;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An ND4J array of any strides on loan to the kernels, for the duration of a try block:
 *
 * <pre>{@code
 * try (NdLoan gradient = NdLoan.reading("gradient", array)) {
 *   optimizer.accumulate(gradient.array(), micro);
 * }
 * }</pre>
 *
 * A contiguous array is viewed in place; another is copied to contiguous memory, and {@link
 * #writing} copies it back when the loan closes. The ND4J array stays reachable until then; kernels
 * refuse the view after. For one thread, the one that made it.
 */
public final class NdLoan implements AutoCloseable {
  /** What the borrower does with the elements. */
  private enum Use {
    READ,
    WRITE
  }

  private final Arena arena = Arena.ofConfined();
  private final INDArray owner;
  private final INDArray contiguous;
  private final HostArray array;
  private final Use use;
  private final boolean copied;
  private boolean closed;

  private NdLoan(String name, INDArray owner, Use use) {
    NdArrays.elementType(name, owner);
    this.owner = owner;
    this.use = use;
    // dup copies into row-major order outside of any workspace: the copy is ours alone
    this.copied = !NdArrays.isContiguous(owner);
    this.contiguous = copied ? owner.detach().dup('c') : owner;
    this.array = NdArrays.view(name, contiguous, arena);
  }

  /**
   * Lends {@code array} for reading.
   *
   * @param name of the argument, for messages
   * @throws IllegalArgumentException if the type is not FLOAT, DOUBLE, FLOAT16 or BFLOAT16
   */
  public static NdLoan reading(String name, INDArray array) {
    return new NdLoan(name, Objects.requireNonNull(array, name), Use.READ);
  }

  /** Lends {@code array} for reading and writing: what is written arrives at {@link #close}. */
  public static NdLoan writing(String name, INDArray array) {
    return new NdLoan(name, Objects.requireNonNull(array, name), Use.WRITE);
  }

  /**
   * Returns the elements in row-major order.
   *
   * @throws IllegalStateException if the loan is closed
   */
  public HostArray array() {
    if (closed) {
      throw new IllegalStateException("the loan of this array is closed");
    }
    return array;
  }

  /** Returns whether the elements had to be copied. */
  public boolean isCopy() {
    return copied;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (arena) {
      if (use == Use.WRITE && copied) {
        owner.assign(contiguous);
      }
    }
  }
}
