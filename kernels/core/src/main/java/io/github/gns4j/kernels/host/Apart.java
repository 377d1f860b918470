package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls loops over vectors so that the compiler makes what is called a unit of its own. Inlined
 * into the loop over blocks, and that into the loop over chunks, they made good code in most
 * processes; in others, where a class that was loaded late had the code thrown away and made anew,
 * every vector became an object for good, and a step took 12 to 33 times as long. Nor do several
 * loops fit one unit: beyond some 18,000 nodes the compiler stops inlining, and what is not inlined
 * takes vectors as objects.
 */
final class Apart {
  /** Not final: what a constant handle calls is inlined. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle gradient =
      find(ChunkPass.class, "gradient", void.class, Block.class, long.class, int.class);

  /** As {@link #gradient}. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle begin = find(SampleLoop.class, "begin", void.class);

  /** As {@link #gradient}. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle reduce =
      find(SampleLoop.class, "reduce", void.class, int.class, long.class);

  /** As {@link #gradient}. */
  @SuppressWarnings("NonFinalStaticField")
  private static MethodHandle end = find(SampleLoop.class, "end", boolean.class);

  /** A loop over a block. Not final, as {@link #gradient}. */
  private MethodHandle loop;

  private Apart(MethodHandle loop) {
    this.loop = loop;
  }

  /**
   * Returns a loop over a block: {@code static boolean name(Block, SETTINGS...)} of the class that
   * looks it up.
   *
   * @param settings what {@link #run} is given
   */
  static Apart of(MethodHandles.Lookup lookup, String name, Class<?>... settings) {
    MethodType type =
        MethodType.methodType(boolean.class, settings).insertParameterTypes(0, Block.class);
    try {
      return new Apart(lookup.findStatic(lookup.lookupClass(), name, type));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  /** Calls the loop, and returns what it does. */
  boolean run(Block block, AdamFactors factors) {
    try {
      return (boolean) loop.invokeExact(block, factors);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls the loop, and returns what it does. */
  boolean run(Block block, SgdFactors factors) {
    try {
      return (boolean) loop.invokeExact(block, factors);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls the loop, and returns what it does. */
  boolean run(Block block, RowGroup rows) {
    try {
      return (boolean) loop.invokeExact(block, rows);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls the loop, which sums an array, and returns what it does. */
  boolean run(Block block, long address, Sum kind) {
    try {
      return (boolean) loop.invokeExact(block, address, kind);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(thrown); // loops declare none
  }

  private static MethodHandle find(
      Class<?> owner, String method, Class<?> returned, Class<?>... arguments) {
    try {
      return MethodHandles.lookup()
          .findVirtual(owner, method, MethodType.methodType(returned, arguments));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  /** Calls {@link ChunkPass#gradient}. */
  static void gradient(ChunkPass pass, Block block, long at, int segment) {
    try {
      gradient.invokeExact(pass, block, at, segment);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls {@link SampleLoop#begin}. */
  static void begin(SampleLoop loop) {
    try {
      begin.invokeExact(loop);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls {@link SampleLoop#end}. */
  static boolean end(SampleLoop loop) {
    try {
      return (boolean) end.invokeExact(loop);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** Calls {@link SampleLoop#reduce}. */
  static void reduce(SampleLoop loop, int count, long seen) {
    try {
      reduce.invokeExact(loop, count, seen);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }
}
