package io.github.gns4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.host.ScalarProvider;
import io.github.gns4j.kernels.host.VectorProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendSelectionTest {
  private static final List<KernelBackendProvider> PROVIDERS =
      List.of(new ScalarProvider(), new Broken(), new VectorProvider());

  /** A backend of the highest priority that cannot run here. */
  private static final class Broken implements KernelBackendProvider {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int priority() {
      return 1_000;
    }

    @Override
    public KernelBackend open() throws BackendUnavailableException {
      throw new BackendUnavailableException("its device is missing");
    }
  }

  private static BackendSelection selection(String forced, String required) {
    return new BackendSelection(PROVIDERS, forced, required);
  }

  @Test
  void theHighestPriorityThatRuns() {
    BackendSelection selection = selection("", "");
    assertThat(selection.select().name()).isEqualTo("vector");
    assertThat(selection.select()).isSameAs(selection.select());
    assertThat(selection.select(Placement.HOST).name()).isEqualTo("vector");
  }

  /** Who asks for memory of the host does not start a device, nor read that there is none. */
  @Test
  void aDeviceIsNotOpenedForTheHost() {
    List<KernelBackendProvider> providers = List.of(new Device(), new ScalarProvider());
    BackendSelection selection = new BackendSelection(providers, "", "");
    assertThat(selection.select(Placement.HOST).name()).isEqualTo("scalar");
  }

  /** A backend of a device that must not be opened. */
  private static final class Device implements KernelBackendProvider {
    @Override
    public String name() {
      return "device";
    }

    @Override
    public int priority() {
      return 1_000;
    }

    @Override
    public Placement placement() {
      return Placement.CUDA;
    }

    @Override
    public KernelBackend open() {
      throw new AssertionError("the device was opened");
    }
  }

  @Test
  void forced() {
    assertThat(selection("scalar", "").select().name()).isEqualTo("scalar");
    assertThat(selection(" scalar ", " ").select().name()).isEqualTo("scalar");
  }

  @Test
  void forcedButUnavailable() {
    assertThatThrownBy(() -> selection("broken", "").select())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "gns4j.backend",
            "'broken' is not available",
            "its device is missing",
            "scalar",
            "vector");
    assertThatThrownBy(() -> selection("vectr", "").select())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'vectr' is not available", "no such backend", "vector, scalar");
  }

  @Test
  void required() {
    assertThat(selection("", "vector,scalar").select().name()).isEqualTo("vector");
    assertThatThrownBy(() -> selection("", "vector, broken").select())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("gns4j.require", "'broken' is not available");
    assertThatThrownBy(() -> selection("scalar", "broken").select())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noBackendForThePlacement() {
    assertThatThrownBy(() -> selection("", "").select(Placement.CUDA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("CUDA", "broken (its device is missing)");
    assertThatThrownBy(() -> selection("scalar", "").select(Placement.CUDA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("scalar", "HOST", "CUDA");
    assertThatThrownBy(() -> new BackendSelection(List.of(), "", "").select())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none");
  }

  @Test
  void byName() {
    assertThat(Kernels.named("scalar").name()).isEqualTo("scalar");
    assertThat(Kernels.named("scalar")).isSameAs(Kernels.named("scalar"));
    assertThatThrownBy(() -> Kernels.named("nope")).isInstanceOf(IllegalStateException.class);
  }

  /** In a JVM of its own, started without the incubator module. */
  @Test
  void withoutTheVectorModule() throws Exception {
    ChildJvm child = ChildJvm.run(Main.class);
    assertThat(child.status()).isZero();
    assertThat(child.output())
        .contains("selected scalar")
        .contains("--add-modules jdk.incubator.vector");
    ChildJvm required = ChildJvm.run(Main.class, "-Dgns4j.require=vector");
    assertThat(required.status()).isNotZero();
    assertThat(required.output()).contains("gns4j.require", "'vector' is not available");
    ChildJvm unset =
        ChildJvm.run(Main.class, "-Dgns4j.require=", "-Dgns4j.backend=", "-Dgns4j.threads=");
    assertThat(unset.output()).contains("selected scalar");
  }

  /** What the child runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      System.out.println("selected " + Kernels.select().name());
    }
  }
}
