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
  private static MethodHandle gradient =
      find(ChunkPass.class, "gradient", Block.class, long.class, int.class);

  /** As {@link #gradient}. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle reduce = find(SampleLoop.class, "reduce", int.class, long.class);

  private Apart() {}

  private static MethodHandle find(Class<?> owner, String method, Class<?>... arguments) {
    try {
      return MethodHandles.lookup()
          .findVirtual(owner, method, MethodType.methodType(void.class, arguments));
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

  /** Calls {@link SampleLoop#reduce}. */
  static void reduce(SampleLoop loop, int count, long seen) {
    try {
      reduce.invokeExact(loop, count, seen);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
