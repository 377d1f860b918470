package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.cuda.NativeBuild.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Machines where CUDA cannot be used: the fastest backend of the host, and one line that says why.
 */
class FallbackTest {
  private static final String LIBRARY = "libJCudaDriver-12.6.0-linux-x86_64.so";

  @TempDir private Path directory;

  @BeforeAll
  static void compiler() {
    NativeBuild.requireCompiler();
  }

  private static void assertFallsBack(Outcome outcome, String reason) {
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("again: backend 'cuda' is not available: " + reason)
        .contains("selected vector");
    assertThat(outcome.output().lines().filter(line -> line.contains(" WARN ")))
        .singleElement()
        .asString()
        .endsWith("Kernel backend cuda is not used: " + reason);
  }

  private static boolean hasDriver() {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup("libcuda.so.1", arena);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void noDriver() {
    Assumptions.assumeFalse(
        new ChildJvm().run(DriverProbe.class).output().contains("driver"),
        "this machine has a CUDA driver");
    assertFallsBack(
        new ChildJvm().run(SelectMain.class),
        "there is no CUDA driver (libcuda.so.1 cannot be opened)");
  }

  /** In a JVM of its own, as an emulated driver may be loaded here. */
  static final class DriverProbe {
    private DriverProbe() {}

    public static void main(String[] arguments) {
      System.out.println(hasDriver() ? "driver" : "none");
    }
  }

  @Test
  void aDriverThatCannotBeOpened() throws IOException {
    Files.createFile(directory.resolve("libcuda.so.1"));
    ChildJvm jvm = new ChildJvm().environment(Map.of("LD_LIBRARY_PATH", directory.toString()));
    assertFallsBack(
        jvm.run(SelectMain.class), "there is no CUDA driver (libcuda.so.1 cannot be opened)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GNS_EMU_DEVICES | 0 | the CUDA driver found no device",
        "GNS_EMU_VERSION | 11080 | the CUDA driver is for CUDA 11.8, 12.0 or newer is needed",
        "GNS_EMU_CAPABILITY | 70 | emulated device has compute capability 7.0, 7.5 or newer is needed"
      })
  void aDriverOrDeviceThatWillNotDo(String variable, String value, String reason) {
    ChildJvm jvm = new ChildJvm().emulated().environment(Map.of(variable, value));
    assertFallsBack(jvm.run(SelectMain.class), reason);
  }

  @Test
  void aDeviceThatIsNotThere() {
    ChildJvm jvm = new ChildJvm().emulated().flag("-Dgns4j.cuda.device=7");
    assertFallsBack(jvm.run(SelectMain.class), "there is no CUDA device 7, the last is 1");
  }

  /** Out of memory when the backend opens: a backend that cannot be used, not an error. */
  @Test
  void aDriverThatFails() {
    Emulator emulator = Emulator.get();
    emulator.failCall(-1, 0);
    emulator.open().close();
    emulator.failCall(0, 2);
    assertThatThrownBy(() -> new CudaBackendProvider().open())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageEndingWith("failed: CUDA_ERROR_OUT_OF_MEMORY (2)");
  }

  @Test
  void anErrorIfItIsRequired() {
    ChildJvm jvm =
        new ChildJvm()
            .emulated()
            .environment(Map.of("GNS_EMU_DEVICES", "0"))
            .flag("-Dgns4j.require=cuda");
    Outcome outcome = jvm.run(SelectMain.class);
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.output())
        .contains(
            "IllegalStateException: -Dgns4j.require: backend 'cuda' is not available:"
                + " the CUDA driver found no device")
        .doesNotContain("selected vector");
  }

  /** Somebody's library of JCuda's name lies in the temporary directory: JCuda alone loads it. */
  @Test
  void aPlantedLibraryIsNotLoaded() throws IOException {
    Path source = Files.writeString(directory.resolve("planted.cpp"), PLANTED);
    NativeBuild.compile(List.of("-shared", "-fPIC", source.toString()), directory.resolve(LIBRARY));
    assertThat(inDirectory().run(SelectMain.class, SelectMain.PLAIN).output()).contains("PLANTED");
    assertIsUsed(inDirectory().run(SelectMain.class));
  }

  private static final String PLANTED =
      """
      #include <cstdio>
      static const int here = std::puts("PLANTED");
      """;

  /** What a crash leaves of an extraction. */
  @Test
  void aTruncatedLibraryIsNotLoaded() throws IOException {
    try (InputStream whole = JCudaDriver.class.getResourceAsStream("/lib/" + LIBRARY)) {
      Files.write(directory.resolve(LIBRARY), whole.readNBytes(100_000));
    }
    assertThat(inDirectory().run(SelectMain.class, SelectMain.PLAIN).status()).isNotZero();
    assertIsUsed(inDirectory().run(SelectMain.class));
  }

  private ChildJvm inDirectory() {
    return new ChildJvm().emulated().flag("-Djava.io.tmpdir=" + directory);
  }

  private void assertIsUsed(Outcome outcome) throws IOException {
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("selected cuda").doesNotContain("PLANTED", " WARN ");
    try (var left = Files.list(directory)) {
      assertThat(left.filter(Files::isDirectory)).as("private directories left behind").isEmpty();
    }
  }

  @Test
  void noPlaceForTheLibrary() {
    ChildJvm jvm =
        new ChildJvm().emulated().flag("-Djava.io.tmpdir=" + directory.resolve("missing"));
    Outcome outcome = jvm.run(SelectMain.class);
    assertThat(outcome.output())
        .contains("Kernel backend cuda is not used: no private directory for JCuda's library: ")
        .contains("selected vector");
  }
}
