package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.Sum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;

/** The committed PTX: made from these sources, loadable by CUDA 12.0, without spills. */
class PtxTest {
  private static final Path MODULE = NativeBuild.MODULE;

  @Test
  void isMadeFromTheseSources() throws IOException {
    assertThat(Module.text().lines().findFirst())
        .as("run mvn -Pptx -pl kernels/cuda generate-resources after a change of the sources")
        .contains(PtxBuild.header(MODULE));
  }

  /**
   * JCuda's compiler is that of CUDA 12.0: it refuses newer PTX. A stack frame or a spill would
   * mean that an array meant for registers lies in memory.
   */
  @Test
  void isAssembledForEveryArchitectureWithoutStackOrSpills() {
    int kernels = Signature.parse(Module.text()).size();
    List<String> problems =
        Stream.of("sm_75", "sm_80", "sm_86", "sm_89", "sm_90")
            .parallel()
            .flatMap(target -> problems(target, assemble(Module.text(), target), kernels))
            .toList();
    assertThat(problems).isEmpty();
  }

  private static Stream<String> problems(String target, String log, int kernels) {
    List<String> problems = new ArrayList<>();
    String kernel = "";
    int clean = 0;
    for (String line : log.lines().toList()) {
      if (line.contains("Function properties for ")) {
        kernel = line.substring(line.lastIndexOf(' ') + 1);
      } else if (line.contains("bytes stack frame")) {
        if (line.contains(" 0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads")) {
          clean++;
        } else {
          problems.add(target + " " + kernel + ": " + line.strip());
        }
      }
    }
    if (clean + problems.size() != kernels) {
      problems.add(target + ": log of " + clean + " kernels instead of " + kernels);
    }
    return problems.stream();
  }

  @Test
  void newerPtxIsRefused() {
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    byte[] source =
        (Module.text().replace(".version 8.0", ".version 8.1") + '\0')
            .getBytes(StandardCharsets.UTF_8);
    assertThat(JNvPTXCompiler.nvPTXCompilerCreate(handle, source.length, source)).isZero();
    assertThat(JNvPTXCompiler.nvPTXCompilerCompile(handle, 1, new String[] {"--gpu-name=sm_75"}))
        .isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_ERROR_UNSUPPORTED_PTX_VERSION);
    JNvPTXCompiler.nvPTXCompilerDestroy(handle);
  }

  private static String assemble(String ptx, String target) {
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    byte[] source = (ptx + '\0').getBytes(StandardCharsets.UTF_8);
    assertThat(JNvPTXCompiler.nvPTXCompilerCreate(handle, source.length, source)).isZero();
    try {
      int status =
          JNvPTXCompiler.nvPTXCompilerCompile(
              handle, 2, new String[] {"--gpu-name=" + target, "--verbose"});
      assertThat(status).as("compilation for %s", target).isZero();
      long[] size = new long[1];
      assertThat(JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size)).isZero();
      byte[] log = new byte[(int) size[0] + 1];
      assertThat(JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log)).isZero();
      return new String(log, StandardCharsets.UTF_8);
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(handle);
    }
  }

  /** Constants that the sources and the host share. */
  @Test
  void hostAndSourcesAgree() throws IOException {
    String platform = Files.readString(NativeBuild.KERNELS.resolve("platform.cuh"));
    StringBuilder names = new StringBuilder();
    for (Sum sum : Sum.values()) {
      names.append("  k").append(camelCase(sum.name())).append(",\n");
    }
    assertThat(platform).contains("enum Sum {\n" + names + "  kSums\n};");
    assertThat(platform).contains("constexpr int kThreads = " + Launch.THREADS + ";");
    assertThat(platform)
        .contains("constexpr int kQuad = " + ChunkTable.TILE / Launch.THREADS + ";");
    assertThat(Files.readString(NativeBuild.KERNELS.resolve("per_sample.cuh")))
        .contains("constexpr int kTile = kQuad * kThreads;");
    assertThat(Files.readString(NativeBuild.KERNELS.resolve("tiles.cuh")))
        .contains(
            "struct Square<" + LayerPasses.NARROW + ">", "struct Square<" + LayerPasses.WIDE + ">");
  }

  private static String camelCase(String name) {
    StringBuilder result = new StringBuilder();
    for (String word : name.split("_", -1)) {
      result.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return result.toString();
  }

  @Test
  void everyPairOfTypesHasItsKernels() {
    Map<String, Signature> kernels = Signature.parse(Module.text());
    for (String operation :
        new String[] {
          "squared_norm", "accumulate", "per_sample", "sgd", "adam", "lamb_first", "lamb_second"
        }) {
      for (String types : new String[] {"f32_f32", "f16_f32", "bf16_f32", "f32_f64", "f64_f64"}) {
        assertThat(kernels).containsKey(operation + "_" + types);
      }
    }
  }
}
