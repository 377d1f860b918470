package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Loads the driver binding once per process and checks the results of its calls. */
final class Driver {
  /** CUDA 12.0, whose PTX version the kernels are committed in. */
  static final int OLDEST_VERSION = 12_000;

  private static final String TEMPORARY = "java.io.tmpdir";

  private static String failure;
  private static boolean loaded;

  private Driver() {}

  /**
   * Loads JCuda's native library and initialises the driver; later calls return or fail as the
   * first did.
   */
  static synchronized void load() throws BackendUnavailableException {
    if (failure != null) {
      throw new BackendUnavailableException(failure);
    }
    if (!loaded) {
      try {
        initialise();
      } catch (BackendUnavailableException e) {
        failure = e.getMessage();
        throw e;
      }
      loaded = true;
    }
  }

  private static void initialise() throws BackendUnavailableException {
    loadNative();
    int status = JCudaDriver.cuInit(0);
    if (status != CUresult.CUDA_SUCCESS) {
      throw new BackendUnavailableException(
          status == CUresult.CUDA_ERROR_NO_DEVICE
              ? "the CUDA driver found no device"
              : "the CUDA driver did not start: " + name(status));
    }
    int[] version = new int[1];
    check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    if (version[0] < OLDEST_VERSION) {
      throw new BackendUnavailableException(
          "the CUDA driver is for CUDA " + words(version[0]) + ", 12.0 or newer is needed");
    }
  }

  private static String words(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * JCuda extracts its library under a fixed name into the temporary directory and loads whatever
   * stands there, so anyone could plant one, or a crash leave half of one. A fresh directory that
   * only this user can write to takes the place of the temporary directory meanwhile.
   */
  private static void loadNative() throws BackendUnavailableException {
    String before = System.getProperty(TEMPORARY);
    Path own = null;
    try {
      own =
          Files.createTempDirectory(
              "gns4j-cuda",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      System.setProperty(TEMPORARY, own.toString());
      JCudaDriver.setExceptionsEnabled(false);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BackendUnavailableException("no private directory for JCuda's library: " + e, e);
    } catch (LinkageError e) {
      throw new BackendUnavailableException(reason(e), e);
    } finally {
      System.setProperty(TEMPORARY, before);
      delete(own);
    }
  }

  /** The first line of JCuda's message is generic; the cause names the library that is missing. */
  private static String reason(LinkageError error) {
    String all = error.getMessage() == null ? error.toString() : error.getMessage();
    String driver = "libcuda.so.1";
    return all.contains(driver)
        ? "there is no CUDA driver (" + driver + " cannot be opened)"
        : "JCuda's native library cannot be loaded: " + all.lines().findFirst().orElse("");
  }

  /** On Linux a loaded library stays mapped after its file is gone. */
  private static void delete(Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }

  /** Throws if {@code status} is not success; {@code call} names the call and its sizes. */
  static void check(int status, String call) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw new CudaException(status, call + " failed: " + name(status));
    }
  }

  private static String name(int status) {
    return CUresult.stringFor(status) + " (" + status + ")";
  }
}
