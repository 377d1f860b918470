package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The emulated driver in this JVM: loaded in front of JCuda's library, which then finds it by its
 * name, and controlled through functions of its own. Its state is global: tests that use it run one
 * after the other.
 */
public final class Emulator {
  /** In which order the threads of a block get their turns. */
  public enum Order {
    FORWARD,
    REVERSE,
    RANDOM,
    /** The others one after the other, a launch each. */
    IN_TURNS
  }

  /** System property with more flags of the compiler, separated by spaces: a sanitizer's. */
  static final String FLAGS_PROPERTY = "gns4j.cuda.emulator.flags";

  private static final String[] FLAGS =
      System.getProperty(FLAGS_PROPERTY, "").isEmpty()
          ? new String[0]
          : System.getProperty(FLAGS_PROPERTY).split(" ", -1);

  private static Emulator instance;

  private final SymbolLookup symbols = SymbolLookup.loaderLookup();
  private final Map<Path, Integer> libraries = new HashMap<>();
  private final Path driver;
  private final int kernels;

  private Emulator() {
    driver = NativeBuild.driver(FLAGS);
    System.load(driver.toString());
    kernels = load(kernels(NativeBuild.KERNELS, "gns4j.cu"));
    enable(kernels, true);
  }

  /** Compiles a library of kernels for this emulator. */
  Path kernels(Path sources, String root) {
    return NativeBuild.kernels(sources, root, driver, FLAGS);
  }

  /**
   * Returns the environment in which a program, of whatever kind, finds an emulated GPU; skips the
   * calling test without g++.
   */
  public static Map<String, String> environment() {
    NativeBuild.requireCompiler();
    Path driver = NativeBuild.driver();
    Path kernels = NativeBuild.kernels(NativeBuild.KERNELS, "gns4j.cu", driver);
    return Map.of(
        "LD_LIBRARY_PATH", driver.getParent().toString(), "LD_PRELOAD", kernels.toString());
  }

  /** Returns the emulator with its settings reset; skips the calling test without g++. */
  public static synchronized Emulator get() {
    if (instance == null) {
      NativeBuild.requireCompiler();
      instance = new Emulator();
    }
    instance.reset();
    return instance;
  }

  /** Returns kernels on a fresh backend whose blocks run in the given order. */
  public static Kernels kernels(Order order) {
    Emulator emulator = get();
    emulator.order(order);
    return Kernels.of(emulator.open());
  }

  CudaBackend open() {
    try {
      return CudaBackend.open(CudaOptions.defaults());
    } catch (BackendUnavailableException e) {
      throw new AssertionError("the emulated driver is not used", e);
    }
  }

  private void reset() {
    order(Order.FORWARD);
    deferred(true);
    deaf(false);
    memoryLimit(1L << 34);
    failCall(-1, 0);
    takeError();
  }

  /**
   * Adds kernels of another program.
   *
   * @param wrapper C++ file that includes the CUDA file and registers its kernels
   * @param sources directory of the CUDA file
   */
  public void add(Path wrapper, Path sources) {
    String[] flags = Arrays.copyOf(FLAGS, FLAGS.length + 1);
    flags[FLAGS.length] = "-I" + sources.toAbsolutePath();
    Path root = wrapper.toAbsolutePath();
    enable(
        load(NativeBuild.kernels(sources.toAbsolutePath(), root.toString(), driver, flags)), true);
  }

  /** Loads a library of kernels, once; returns the number by which it is enabled. */
  int load(Path library) {
    return libraries.computeIfAbsent(library, this::loadNew);
  }

  private int loadNew(Path library) {
    int number = (int) call("gns_emu_begin_library", ValueLayout.JAVA_INT);
    System.load(library.toString());
    return number;
  }

  /** Takes kernels from this library first, or not at all. */
  void enable(int library, boolean enabled) {
    call("gns_emu_enable", null, library, enabled ? 1 : 0);
  }

  /** Sets the order of the threads from now on. */
  public void order(Order order) {
    call("gns_emu_order", null, order.ordinal());
  }

  /** Sets whether work runs only when somebody waits for it (the default), or at once. */
  void deferred(boolean deferred) {
    call("gns_emu_deferred", null, deferred ? 1 : 0);
  }

  /** Lets synchronisation return at once, as if it had been forgotten. */
  void deaf(boolean deaf) {
    call("gns_emu_deaf", null, deaf ? 1 : 0);
  }

  void memoryLimit(long bytes) {
    call("gns_emu_memory_limit", null, bytes);
  }

  /** Lets call number {@code call} from now on (from 0) fail; -1 for none. */
  void failCall(long call, int code) {
    call("gns_emu_fail", null, call, code);
  }

  /** Returns the number of calls since {@link #failCall}. */
  long calls() {
    return (long) call("gns_emu_calls", ValueLayout.JAVA_LONG);
  }

  public long launches() {
    return (long) call("gns_emu_launches", ValueLayout.JAVA_LONG);
  }

  /** Returns the number of things that exist: allocations, streams, events, modules, contexts. */
  public long alive() {
    return (long) call("gns_emu_alive", ValueLayout.JAVA_LONG);
  }

  long memoryUsed() {
    return (long) call("gns_emu_memory_used", ValueLayout.JAVA_LONG);
  }

  /** Returns and forgets the first error of a kernel or misuse of the driver, empty for none. */
  public String takeError() {
    MemorySegment text = (MemorySegment) call("gns_emu_take_error", ValueLayout.ADDRESS);
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Writes the launches of {@code work} to a file. */
  void record(Path file, Runnable work) {
    call("gns_emu_record", null, file.toString());
    try {
      work.run();
    } finally {
      call("gns_emu_record", null, "");
    }
  }

  private Object call(String name, MemoryLayout result, Object... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] =
          switch (arguments[i]) {
            case Long _ -> ValueLayout.JAVA_LONG;
            case String _ -> ValueLayout.ADDRESS;
            default -> ValueLayout.JAVA_INT;
          };
    }
    FunctionDescriptor type =
        result == null
            ? FunctionDescriptor.ofVoid(layouts)
            : FunctionDescriptor.of(result, layouts);
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), type);
    try (Arena arena = Arena.ofConfined()) {
      Object[] values = arguments.clone();
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof String text) {
          values[i] = arena.allocateFrom(text);
        }
      }
      return handle.invokeWithArguments(values);
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }
}
