package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * What the passes of a backend share: context, kernels, stream, memory. A pass is a few launches in
 * a row on one stream; while a thread enqueues them it holds the lock, so that passes of several
 * threads follow each other on the stream and may share the workspace. Nobody waits for the device
 * under the lock, except to grow or free memory.
 */
final class Session implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteBuffer arguments = Launch.newBuffer();
  private final Cleanup inContext = new Cleanup();
  private final Device device;
  private final Module module;
  private final CUstream stream;
  private final Memory memory;
  private final Layouts layouts;
  private final Workspace workspace;
  private volatile boolean closed;

  /** The context must be current. */
  private Session(Device device, CudaOptions options) {
    this.device = device;
    try {
      module = Module.load();
      inContext.add(module::close);
      stream = options.stream() == null ? ownStream() : options.stream();
      memory = new Memory(stream);
      inContext.add(memory::close);
      layouts = new Layouts(memory);
      workspace = new Workspace(memory);
    } catch (CudaException e) {
      inContext.runAfter(e);
      throw e;
    }
  }

  static Session open(CudaOptions options) throws BackendUnavailableException {
    Device device = Device.open(options.device());
    try (Device.Scope _ = device.enter()) {
      return new Session(device, options);
    } catch (CudaException e) {
      Cleanup release = new Cleanup();
      release.add(device::close);
      release.runAfter(e);
      throw e;
    }
  }

  private CUstream ownStream() {
    CUstream own = new CUstream();
    Driver.check(
        JCudaDriver.cuStreamCreate(own, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    inContext.add(() -> Driver.check(JCudaDriver.cuStreamDestroy(own), "cuStreamDestroy"));
    return own;
  }

  /**
   * Runs {@code work} alone on the stream with the context current on this thread.
   *
   * @throws IllegalStateException if the backend is closed
   */
  void run(Runnable work) {
    lock.lock();
    try (Device.Scope _ = enterOpen()) {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code wait}, which may take long, with the context current but without the lock. */
  void await(Runnable wait) {
    try (Device.Scope _ = enterOpen()) {
      wait.run();
    }
  }

  private Device.Scope enterOpen() {
    requireOpen();
    return device.enter();
  }

  /** Memory of a closed backend is gone, that of its sums included. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the CUDA backend is closed");
    }
  }

  /** Begins a launch; within {@link #run} only. */
  Launch launch(String kernel) {
    return new Launch(module.kernel(kernel), arguments);
  }

  CUstream stream() {
    return stream;
  }

  Memory memory() {
    return memory;
  }

  Layouts layouts() {
    return layouts;
  }

  Workspace workspace() {
    return workspace;
  }

  String description() {
    return device.description();
  }

  /** Runs {@code release} unless the backend is closed, which has released everything. */
  void release(Cleanup release) {
    lock.lock();
    try {
      if (!closed) {
        run(release::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the work on the stream and releases everything; later calls do nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeAll() {
    Cleanup all = new Cleanup();
    all.add(device::close);
    all.add(
        () -> {
          try (Device.Scope _ = device.enter()) {
            inContext.run();
          }
        });
    all.run();
  }
}
