package io.github.gns4j.kernels.host;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls the loops of a pass so that the compiler makes what is called a unit of its own. Inlined
 * into the loop over blocks, and that into the loop over chunks, they made good code in most
 * processes; in others, where a class that was loaded late had the code thrown away and made anew,
 * every vector became an object for good, and a step took 12 to 33 times as long.
 */
final class Apart {
  /** Not final: what a constant handle calls is inlined. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle gradient = gradientOfPass();

  private Apart() {}

  private static MethodHandle gradientOfPass() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              ChunkPass.class,
              "gradient",
              MethodType.methodType(void.class, Block.class, long.class, int.class));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  /** Calls {@link ChunkPass#gradient}. */
  static void gradient(ChunkPass pass, Block block, long at, int segment) {
    try {
      gradient.invokeExact(pass, block, at, segment);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
