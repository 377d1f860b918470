package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.Kernels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** What the numbers were measured on. */
final class Machine {
  private Machine() {}

  static Map<String, Object> describe(Kernels kernels) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    machine.put("device", kernels.description());
    try (PrimaryContext context = PrimaryContext.open()) {
      machine.put("cudaDriver", version());
      machine.put("memoryBytes", context.freeBytes()[1]);
      machine.put("l2CacheBytes", context.cacheBytes());
      machine.put(
          "memoryClockKHz",
          context.attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE));
      machine.put(
          "multiprocessors",
          context.attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT));
    }
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.version"));
    Programs.Result smi =
        Programs.run(
            List.of(
                "nvidia-smi",
                "--query-gpu=name,driver_version,clocks.sm,clocks.mem,power.limit",
                "--format=csv,noheader"));
    machine.put("nvidiaSmi", smi == null ? "absent" : smi.output().strip());
    return machine;
  }

  private static String version() {
    int[] version = new int[1];
    PrimaryContext.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    return version[0] / 1000 + "." + version[0] % 1000 / 10;
  }
}
