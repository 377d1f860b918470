package io.github.gns4j.kernels.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The threads of GNU's OpenMP that other native code of this process computes on, to run Java on
 * them. They wait for work by spinning, for milliseconds: threads of our own would share processors
 * with them, and when these compute again they would find none of what ours have written in their
 * caches.
 *
 * <p>Every thread that calls has a team of its own, as in OpenMP: it is the team of its native
 * calls. Thread-safe.
 */
final class OpenMp {
  private static final String ENABLED_PROPERTY = "gns4j.openmp";

  /**
   * Variables that make the stacks of OpenMP's threads smaller than those of the process, too small
   * for Java perhaps.
   */
  private static final String[] STACK_VARIABLES = {"OMP_STACKSIZE", "GOMP_STACKSIZE"};

  private final int threads;
  private final MemorySegment function;

  private OpenMp(int threads, IntConsumer work) {
    this.threads = threads;
    function = Entry.stub(work);
  }

  /**
   * Returns what runs {@code work} on {@code threads} threads of OpenMP, or nothing if the process
   * has not loaded GNU's library, it would take another number of threads (it ends and starts
   * threads when the number changes), or the user does not want it.
   *
   * @param work is told the number of the thread, from 0, the caller's, to {@code threads − 1}
   * @throws IllegalArgumentException if {@code gns4j.openmp} is neither {@code true} nor {@code
   *     false}
   */
  static Optional<OpenMp> ofProcess(int threads, IntConsumer work) {
    boolean possible =
        isEnabled() && hasUsualStacks() && Library.isLoaded() && Library.threads() == threads;
    return possible ? Optional.of(new OpenMp(threads, work)) : Optional.empty();
  }

  private static boolean isEnabled() {
    String value = System.getProperty(ENABLED_PROPERTY, "");
    return switch (value) {
      case "", "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              ENABLED_PROPERTY + " is '" + value + "', allowed: true and false");
    };
  }

  private static boolean hasUsualStacks() {
    for (String variable : STACK_VARIABLES) {
      if (System.getenv(variable) != null) {
        return false;
      }
    }
    return true;
  }

  /** Calls the work on each of the threads and returns when all have returned. */
  void run() {
    try {
      Library.PARALLEL.invokeExact(function, MemorySegment.NULL, threads, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("OpenMP's threads could not be called", e);
    }
  }

  /** What OpenMP calls on each of its threads. */
  record Entry(IntConsumer work) {
    /** Returns a pointer to it, for as long as the process lives. */
    static MemorySegment stub(IntConsumer work) {
      try {
        MethodHandle enter =
            MethodHandles.lookup()
                .findVirtual(
                    Entry.class, "enter", MethodType.methodType(void.class, MemorySegment.class));
        return Linker.nativeLinker()
            .upcallStub(
                enter.bindTo(new Entry(work)), FunctionDescriptor.ofVoid(ADDRESS), Arena.global());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * Works. What it throws would end the process: tasks keep what they throw themselves, and what
     * a thread could not even begin the others do.
     */
    void enter(MemorySegment ignored) {
      try {
        work.accept((int) Library.THREAD_NUMBER.invokeExact());
      } catch (Throwable e) {
        Thread.currentThread()
            .getUncaughtExceptionHandler()
            .uncaughtException(Thread.currentThread(), e);
      }
    }
  }

  /** The functions of the library, if the process has it; it is never loaded for us. */
  private static final class Library {
    /** The name of the library's binary interface, which its file has on Linux. */
    private static final String NAME = "libgomp.so.1";

    /** {@code RTLD_LAZY | RTLD_NOLOAD} of Linux. */
    private static final int ONLY_IF_LOADED = 0x5;

    private static final MemorySegment HANDLE = handle();

    /** {@code void GOMP_parallel(void (*function)(void *), void *data, unsigned, unsigned)}. */
    static final MethodHandle PARALLEL =
        function("GOMP_parallel", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));

    static final MethodHandle THREAD_NUMBER =
        function("omp_get_thread_num", FunctionDescriptor.of(JAVA_INT));

    private static final MethodHandle MOST_THREADS =
        function("omp_get_max_threads", FunctionDescriptor.of(JAVA_INT));

    private Library() {}

    static boolean isLoaded() {
      return PARALLEL != null && THREAD_NUMBER != null && MOST_THREADS != null;
    }

    /** Returns how many threads a parallel region of the calling thread takes. */
    static int threads() {
      try {
        return (int) MOST_THREADS.invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException("OpenMP does not tell its number of threads", e);
      }
    }

    private static MemorySegment handle() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return MemorySegment.NULL;
      }
      MethodHandle open =
          Linker.nativeLinker()
              .downcallHandle(
                  Linker.nativeLinker().defaultLookup().findOrThrow("dlopen"),
                  FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
      try (Arena arena = Arena.ofConfined()) {
        return (MemorySegment) open.invokeExact(arena.allocateFrom(NAME), ONLY_IF_LOADED);
      } catch (Throwable e) {
        throw new IllegalStateException("dlopen", e);
      }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
      if (HANDLE.address() == 0) {
        return null;
      }
      MethodHandle find =
          Linker.nativeLinker()
              .downcallHandle(
                  Linker.nativeLinker().defaultLookup().findOrThrow("dlsym"),
                  FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment symbol = (MemorySegment) find.invokeExact(HANDLE, arena.allocateFrom(name));
        return symbol.address() == 0 ? null : Linker.nativeLinker().downcallHandle(symbol, type);
      } catch (Throwable e) {
        throw new IllegalStateException("dlsym of " + name, e);
      }
    }
  }
}
