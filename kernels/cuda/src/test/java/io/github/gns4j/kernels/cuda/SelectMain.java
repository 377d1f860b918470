package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import jcuda.driver.JCudaDriver;

/** What a child JVM runs to see which backend a process gets. */
final class SelectMain {
  /** Loads JCuda as it loads itself, without the backend. */
  static final String PLAIN = "plain";

  private SelectMain() {}

  /** Selects, asks once more by name, and uses what was selected. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(PLAIN)) {
      JCudaDriver.setExceptionsEnabled(false);
      return;
    }
    Kernels kernels = Kernels.select();
    try {
      Kernels.named("cuda");
    } catch (IllegalStateException e) {
      System.out.println("again: " + e.getMessage());
    }
    kernels.allocate(ElementType.FLOAT32, 1000);
    System.out.println("selected " + Kernels.select().name());
  }
}
