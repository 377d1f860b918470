package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors of the driver at every call, memory that runs out, and what is left behind. */
class FaultTest {
  private static final int UNKNOWN = 999;
  private static final int OUT_OF_MEMORY = 2;

  private Emulator emulator;
  private long known;
  private boolean lost;

  @BeforeEach
  void start() {
    emulator = Emulator.get();
    known = emulator.alive();
  }

  private void useEverything() throws BackendUnavailableException {
    try (CudaBackend backend = CudaBackend.open(CudaOptions.defaults())) {
      new Workload(Kernels.of(backend)).run();
    }
  }

  @Test
  void nothingIsLeftBehind() throws BackendUnavailableException {
    useEverything();
    assertThat(emulator.alive()).isEqualTo(known);
    assertThat(emulator.takeError()).isEmpty();
  }

  /**
   * Whatever call fails, the error surfaces as an exception that names the call, and closing still
   * releases everything, but for what a failing release could not (one thing at most).
   */
  @Test
  void everyCallMayFail() throws BackendUnavailableException {
    useEverything();
    emulator.failCall(-1, 0);
    useEverything();
    long calls = emulator.calls();
    List<Long> silent = new ArrayList<>();
    for (long call = 0; call < calls; call++) {
      emulator.failCall(call, UNKNOWN);
      try {
        useEverything();
        silent.add(call);
      } catch (CudaException e) {
        assertThat(e)
            .as("call %d", call)
            .hasMessageContaining("failed: ")
            .hasMessageContaining("999");
        assertThat(e.code()).isEqualTo(UNKNOWN);
        checkLeftovers(call, e);
      }
      emulator.failCall(-1, 0);
      emulator.takeError();
    }
    assertThat(silent).isEmpty();
  }

  /** A release that fails leaves its thing; entering the context to close leaves all, once. */
  private void checkLeftovers(long call, CudaException e) {
    long left = emulator.alive() - known;
    known += left;
    if (e.getMessage().startsWith("cuCtxPushCurrent") && left > 0) {
      assertThat(lost).as("call %d", call).isFalse();
      lost = true;
      return;
    }
    boolean releases =
        e.getMessage()
            .matches("(cuMemFree|cuEventDestroy|cuStreamDestroy|cuModuleUnload|.*Release).*");
    assertThat(left).as("left after call %d: %s", call, e.getMessage()).isEqualTo(releases ? 1 : 0);
  }

  @Test
  void memoryThatRunsOutIsNamedAndNothingChanges() {
    try (Kernels kernels = Kernels.of(emulator.open())) {
      long before = emulator.memoryUsed();
      emulator.memoryLimit(before + 1000);
      assertThatThrownBy(() -> kernels.allocate(ElementType.FLOAT32, 1 << 20))
          .isInstanceOf(CudaException.class)
          .hasMessageStartingWith("cuMemAlloc of 4194304 bytes for FLOAT32 × 1048576 failed: ")
          .hasMessageContaining("OUT_OF_MEMORY")
          .extracting(e -> ((CudaException) e).code())
          .isEqualTo(OUT_OF_MEMORY);
      assertThat(emulator.memoryUsed()).isEqualTo(before);
      emulator.memoryLimit(1L << 30);
      assertThat(kernels.allocate(ElementType.FLOAT32, 1 << 20).length()).isEqualTo(1 << 20);
    }
    assertThat(emulator.alive()).isEqualTo(known);
  }

  /** 100 arrays of which each is garbage when the next is made fit into memory for 4. */
  @Test
  void garbageIsFreedWhenMemoryRunsOut() {
    int length = 1 << 20;
    try (Kernels kernels = Kernels.of(emulator.open())) {
      emulator.memoryLimit(emulator.memoryUsed() + 4L * 4 * length);
      for (int i = 0; i < 100; i++) {
        FlatArray array = kernels.allocate(ElementType.FLOAT32, length);
        assertThat(array.length()).isEqualTo(length);
      }
    }
  }

  @Test
  void anArrayIsFreedByCloseAlsoForItsSlices() {
    try (CudaBackend backend = emulator.open()) {
      long before = emulator.memoryUsed();
      CudaArray array = backend.allocate(ElementType.FLOAT64, 1000);
      CudaArray slice = array.slice(10, 20);
      assertThat(slice.address()).isEqualTo(array.address() + 80);
      array.close();
      array.close();
      assertThat(emulator.memoryUsed()).isEqualTo(before);
      assertThatThrownBy(slice::address)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("CudaArray[FLOAT64 × 20] is closed");
    }
  }

  @Test
  void aClosedBackendSaysSo() {
    CudaBackend backend = emulator.open();
    CudaArray array = backend.allocate(ElementType.FLOAT32, 10);
    Kernels kernels = Kernels.of(backend);
    var sums = kernels.newSums(Segments.single(10));
    backend.close();
    backend.close();
    array.close();
    assertThatThrownBy(() -> backend.allocate(ElementType.FLOAT32, 10))
        .hasMessage("the CUDA backend is closed");
    assertThatThrownBy(() -> sums.total(Sum.DOT)).hasMessage("the CUDA backend is closed");
    assertThat(emulator.alive()).isEqualTo(known);
  }
}
