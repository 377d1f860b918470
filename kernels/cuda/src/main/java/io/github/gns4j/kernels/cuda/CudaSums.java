package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Sums on the device and their copy in pinned memory of the host. Each pass ends by sending the
 * record, about a hundred bytes per segment, and an event behind it; the getters wait for that
 * event only, not for later work. A short record is written to the host by the kernels that form
 * it, a long one copied: on an H200 the copy of 88 bytes takes 9 µs of the stream, their being
 * written less than 1.
 */
final class CudaSums implements Sums {
  /** Doubles per segment, {@code kSums} in the sources. */
  static final int SUMS = Sum.values().length;

  /** Doubles that a gate leaves behind the record, {@code kGateLength} in the sources. */
  private static final int GATE = 2;

  /** Segments up to which kernels write the record to the host themselves. */
  private static final int MAPPED = 16;

  private final Session session;
  private final Layout layout;
  private final long record;
  private final ByteBuffer host;
  private final long mapped;
  private final CUevent event = new CUevent();
  private boolean pending;

  private CudaSums(Session session, Layout layout, Cleanup cleanup) {
    this.session = session;
    this.layout = layout;
    Memory memory = session.memory();
    record = memory.allocate(cleanup, bytes() + GATE * (long) Double.BYTES, "sums");
    host = memory.allocatePinned(cleanup, bytes(), "sums");
    boolean isShort = layout.segments().count() <= MAPPED;
    mapped = isShort ? MemorySegment.ofBuffer(host).address() : Pass.NONE;
    int quiet = CUevent_flags.CU_EVENT_DISABLE_TIMING;
    Driver.check(JCudaDriver.cuEventCreate(event, quiet), "cuEventCreate");
    CUevent created = event;
    cleanup.add(() -> Driver.check(JCudaDriver.cuEventDestroy(created), "cuEventDestroy"));
    memory.register(this, cleanup);
  }

  /** Within {@link Session#run} only. */
  static CudaSums create(Session session, Segments segments) {
    Cleanup cleanup = new Cleanup();
    try {
      return new CudaSums(session, session.layouts().of(segments), cleanup);
    } catch (CudaException e) {
      cleanup.runAfter(e);
      throw e;
    }
  }

  private long bytes() {
    return (long) layout.segments().count() * SUMS * Double.BYTES;
  }

  Session session() {
    return session;
  }

  /** Returns the address of the record: {@link #SUMS} doubles for each segment. */
  long record() {
    return record;
  }

  /** Returns the address of what the gate kernel leaves. */
  long gate() {
    return record + bytes();
  }

  /**
   * Returns the address on the device of the host's copy, for the last kernels of a pass to write,
   * or {@link Pass#NONE} if the record is to be copied. With unified addressing, which every 64-bit
   * system has, it is the address on the host.
   */
  long mapped() {
    return mapped;
  }

  /** Sends the record to the host behind the work enqueued so far; does not wait. */
  void download() {
    if (bytes() > 0) {
      if (mapped == Pass.NONE) {
        Driver.check(
            JCudaDriver.cuMemcpyDtoHAsync(
                Pointer.to(host), Addresses.device(record), bytes(), session.stream()),
            "cuMemcpyDtoHAsync of " + bytes() + " bytes of sums");
      }
      Driver.check(JCudaDriver.cuEventRecord(event, session.stream()), "cuEventRecord");
      pending = true;
    }
  }

  @Override
  public Segments segments() {
    return layout.segments();
  }

  @Override
  public double get(Sum sum, int segment) {
    Objects.checkIndex(segment, layout.segments().count());
    session.requireOpen();
    if (pending) {
      session.await(
          () -> Driver.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize"));
      pending = false;
    }
    return host.getDouble((segment * SUMS + sum.ordinal()) * Double.BYTES);
  }
}
