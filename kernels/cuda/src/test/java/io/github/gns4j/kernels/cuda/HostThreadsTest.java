package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads, streams and devices of the host program. */
class HostThreadsTest {
  private static final int THREADS = 4;

  private Emulator emulator;
  private long known;

  @BeforeEach
  void start() {
    emulator = Emulator.get();
    known = emulator.alive();
  }

  /** Several threads on one backend get the bits that one thread gets. */
  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    try (Kernels kernels = Kernels.of(emulator.open());
        ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      List<Double> alone = new Workload(kernels).run();
      List<Callable<List<Double>>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS * 2; i++) {
        tasks.add(() -> new Workload(kernels).run());
      }
      for (Future<List<Double>> result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(alone);
      }
    }
    assertThat(emulator.takeError()).isEmpty();
  }

  @Test
  void aStreamOfTheCallersIsUsedAndLeftOpen() throws BackendUnavailableException {
    CUdevice device = new CUdevice();
    CUcontext context = new CUcontext();
    CUstream stream = new CUstream();
    emulator.open().close(); // initialises the driver
    JCudaDriver.cuDeviceGet(device, 0);
    JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
    JCudaDriver.cuCtxPushCurrent(context);
    JCudaDriver.cuStreamCreate(stream, 0);
    try (Kernels kernels = Kernels.of(CudaBackend.open(new CudaOptions(0, stream)))) {
      new Workload(kernels).run();
    }
    assertThat(JCudaDriver.cuStreamDestroy(stream)).isZero();
    JCudaDriver.cuCtxPopCurrent(context);
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
    assertThat(emulator.alive()).isEqualTo(known);
  }

  /** What was current on the thread is current again after every call. */
  @Test
  void theContextOfTheThreadIsRestored() {
    CUcontext before = new CUcontext();
    CUcontext after = new CUcontext();
    try (Kernels kernels = Kernels.of(emulator.open())) {
      JCudaDriver.cuCtxGetCurrent(before);
      new Workload(kernels).run();
      JCudaDriver.cuCtxGetCurrent(after);
    }
    assertThat(after).isEqualTo(before);
  }

  @Test
  void theSecondDeviceWorksToo() throws BackendUnavailableException {
    try (Kernels first = Kernels.of(CudaBackend.open(new CudaOptions(0, null)));
        Kernels second = Kernels.of(CudaBackend.open(new CudaOptions(1, null)))) {
      assertThat(second.description()).contains("CUDA device 1");
      assertThat(new Workload(second).run()).isEqualTo(new Workload(first).run());
    }
    assertThatThrownBy(() -> CudaBackend.open(new CudaOptions(2, null)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("there is no CUDA device 2, the last is 1");
  }

  @Test
  void sumsOfAnotherBackendAreRefused() {
    try (Kernels one = Kernels.of(emulator.open());
        Kernels other = Kernels.of(emulator.open())) {
      Sums sums = other.newSums(Segments.single(4));
      assertThatThrownBy(() -> one.squaredNorm(one.allocate(ElementType.FLOAT32, 4), 1, null, sums))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("those that newSums of the same CUDA backend made");
    }
  }

  @Test
  void memoryOfTheCallersIsDescribedNotOwned() {
    assertThatThrownBy(() -> CudaArray.wrap(ElementType.FLOAT32, new CUdeviceptr(), 4))
        .hasMessage("address is 0, allowed: an address of device memory");
    assertThatThrownBy(() -> CudaArray.wrap(ElementType.FLOAT64, 1028, 4))
        .hasMessage("address is 1028, allowed: multiples of 8");
    assertThatThrownBy(() -> CudaArray.wrap(ElementType.FLOAT32, 1024, 4).slice(2, 3))
        .isInstanceOf(IllegalArgumentException.class);
    try (CudaBackend backend = emulator.open()) {
      CudaArray own = backend.allocate(ElementType.FLOAT32, 8);
      CudaArray view = CudaArray.wrap(ElementType.FLOAT32, own.address(), 8);
      view.close();
      assertThat(view.address()).isEqualTo(own.address());
    }
  }
}
