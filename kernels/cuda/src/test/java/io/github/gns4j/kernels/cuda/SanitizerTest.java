package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.NativeBuild.Outcome;
import io.github.gns4j.testkit.contract.ContractRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Kernels and emulated driver under AddressSanitizer and UndefinedBehaviorSanitizer, in a JVM of
 * their own. A stride through the cases by default; {@code -Dgns4j.cuda.sweep=true} runs all.
 */
class SanitizerTest {
  private static final String FLAGS =
      "-O0 -fsanitize=address,undefined -fno-sanitize-recover=undefined";

  private static final int STRIDE = Boolean.getBoolean("gns4j.cuda.sweep") ? 1 : 150;

  @BeforeAll
  static void sanitizer() {
    NativeBuild.requireSanitizer("address,undefined");
  }

  private static ChildJvm jvm() {
    String libraries = NativeBuild.library("libasan.so") + ":" + NativeBuild.library("libubsan.so");
    return new ChildJvm()
        .flag("-D" + Emulator.FLAGS_PROPERTY + "=" + FLAGS)
        .flag("-Dgns4j.threads=1")
        .environment(
            Map.of(
                "LD_PRELOAD",
                libraries,
                // the JVM has signal handlers of its own, and never frees what it starts with
                "ASAN_OPTIONS",
                "detect_leaks=0:handle_segv=0:allow_user_segv_handler=1",
                "UBSAN_OPTIONS",
                "print_stacktrace=1"));
  }

  /** Compiled here, as the child's compiler would run under its sanitizer. */
  private static Path compiled(Path sources, String root) {
    String[] flags = FLAGS.split(" ", -1);
    return NativeBuild.kernels(sources, root, NativeBuild.driver(flags), flags);
  }

  @Test
  void theSourcesAreClean() {
    compiled(NativeBuild.KERNELS, "gns4j.cu");
    Outcome outcome = jvm().run(Main.class, String.valueOf(STRIDE));
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("all cases are right").doesNotContain("runtime error");
  }

  /** Contracts cannot see this one: what is read beyond the end is not used. */
  @Test
  void aReadBeyondTheEndIsCaught() {
    compiled(NativeBuild.KERNELS, "gns4j.cu");
    DefectiveSources sources = DefectiveSources.readBeyond();
    Path library = compiled(sources.directory(), "squared_norm.cu");
    Outcome outcome = jvm().run(Main.class, "0", library.toString());
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.output()).contains("ERROR: AddressSanitizer: heap-buffer-overflow");
    assertThat(outcome.output()).contains("READ of size 4").contains("elements.cuh");
  }

  /** What the child runs: {@code STRIDE [LIBRARY OF KERNELS]}; stride 0 for no contract. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      int stride = Integer.parseInt(arguments[0]);
      Emulator emulator = Emulator.get();
      if (arguments.length > 1) {
        emulator.enable(emulator.load(Path.of(arguments[1])), true);
      }
      try (Kernels kernels = Kernels.of(emulator.open())) {
        new Workload(kernels).run();
        if (stride > 0) {
          contract(new ContractRun(kernels), stride);
        }
      }
    }

    private static void contract(ContractRun run, int stride) {
      run.cases()
          .forEach(
              (operation, cases) -> {
                var failures = run.failures(operation, number -> number % stride == 0);
                if (!failures.isEmpty()) {
                  throw new AssertionError(failures);
                }
                System.out.println(operation + ": " + cases.size() + " cases, stride " + stride);
              });
      System.out.println("all cases are right");
    }
  }
}
