package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Placement;
import java.util.Objects;
import jcuda.Pointer;

/**
 * A flat array in device memory: one that {@link CudaBackend#allocate} made and that is freed by
 * {@link #close} (or, later, when it and its slices are unreachable), or a description of memory
 * that the caller owns.
 */
public final class CudaArray implements FlatArray, AutoCloseable {
  private final ElementType type;
  private final long length;
  private final long address;
  private final Owner owner;

  /** Who frees the memory; shared by an array and its slices. */
  static final class Owner {
    private final Session session;
    private final Cleanup cleanup;
    private volatile boolean closed;

    Owner(Session session, Cleanup cleanup) {
      this.session = session;
      this.cleanup = cleanup;
    }

    private void close() {
      closed = true;
      session.release(cleanup);
    }
  }

  CudaArray(ElementType type, long length, long address, Owner owner) {
    this.type = type;
    this.length = length;
    this.address = address;
    this.owner = owner;
  }

  /**
   * Describes device memory that the caller owns and keeps as long as kernels use it: a pointer of
   * JCuda's driver or runtime binding.
   *
   * @throws IllegalArgumentException if the pointer is null or misaligned, or the length negative
   */
  public static CudaArray wrap(ElementType type, Pointer pointer, long length) {
    Objects.requireNonNull(pointer, "pointer");
    return wrap(type, Addresses.of(pointer), length);
  }

  /** As {@link #wrap(ElementType, Pointer, long)} for a plain device address. */
  public static CudaArray wrap(ElementType type, long address, long length) {
    Objects.requireNonNull(type, "type");
    Arguments.atLeast("length", length, 0);
    if (address == 0) {
      throw new IllegalArgumentException("address is 0, allowed: an address of device memory");
    }
    if (address % type.bytes() != 0) {
      throw new IllegalArgumentException(
          "address is " + address + ", allowed: multiples of " + type.bytes());
    }
    return new CudaArray(type, length, address, null);
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Placement placement() {
    return Placement.CUDA;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the array is closed
   */
  @Override
  public long address() {
    if (owner != null && owner.closed) {
      throw new IllegalStateException(this + " is closed");
    }
    return address;
  }

  @Override
  public CudaArray slice(long offset, long length) {
    Arguments.range("slice", offset, length, this.length);
    return new CudaArray(type, length, address() + offset * type.bytes(), owner);
  }

  /**
   * Frees the memory, also for all slices, after the work that uses it; does nothing for memory of
   * the caller's, or the second time.
   */
  @Override
  public void close() {
    if (owner != null) {
      owner.close();
    }
  }

  @Override
  public String toString() {
    return "CudaArray[" + type + " × " + length + "]";
  }
}
