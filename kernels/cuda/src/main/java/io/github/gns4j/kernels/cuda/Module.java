package io.github.gns4j.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * The kernels in a context: the committed PTX, compiled by the driver when it is loaded (and kept
 * in the driver's cache on disk). Unloaded by {@link #close}, with the context current.
 */
final class Module implements AutoCloseable {
  private static final String PTX = "gns4j.ptx";

  /** A kernel that can be launched. */
  record Kernel(CUfunction function, Signature signature) {}

  private final CUmodule handle;
  private final Map<String, Kernel> kernels;

  private Module(CUmodule handle, Map<String, Kernel> kernels) {
    this.handle = handle;
    this.kernels = kernels;
  }

  /** Loads the module into the current context. */
  static Module load() {
    return load(text());
  }

  static Module load(String ptx) {
    CUmodule handle = new CUmodule();
    byte[] image = (ptx + '\0').getBytes(StandardCharsets.US_ASCII);
    Driver.check(
        JCudaDriver.cuModuleLoadData(handle, image),
        "cuModuleLoadData of " + image.length + " bytes of PTX");
    try {
      return new Module(handle, functions(handle, ptx));
    } catch (CudaException e) {
      JCudaDriver.cuModuleUnload(handle);
      throw e;
    }
  }

  private static Map<String, Kernel> functions(CUmodule handle, String ptx) {
    Map<String, Kernel> kernels = new HashMap<>();
    Signature.parse(ptx)
        .forEach(
            (name, signature) -> {
              CUfunction function = new CUfunction();
              Driver.check(
                  JCudaDriver.cuModuleGetFunction(function, handle, name),
                  "cuModuleGetFunction " + name);
              kernels.put(name, new Kernel(function, signature));
            });
    return kernels;
  }

  /** Returns the committed PTX. */
  static String text() {
    try (InputStream stream = Module.class.getResourceAsStream(PTX)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the PTX cannot be read from the jar", e);
    }
  }

  Kernel kernel(String name) {
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      throw new IllegalStateException("the PTX has no kernel " + name);
    }
    return kernel;
  }

  @Override
  public void close() {
    Driver.check(JCudaDriver.cuModuleUnload(handle), "cuModuleUnload");
  }
}
