package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.Kernels;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The emulated driver in this JVM: loaded in front of JCuda's library, which then finds it by its
 * name, and controlled through functions of its own. Its state is global: tests that use it run one
 * after the other.
 */
final class Emulator {
  /** In which order the threads of a block get their turns. */
  enum Order {
    FORWARD,
    REVERSE,
    RANDOM,
    /** The others one after the other, a launch each. */
    IN_TURNS
  }

  private static Emulator instance;

  private final SymbolLookup symbols = SymbolLookup.loaderLookup();
  private final Path driver;
  private final int kernels;

  private Emulator() {
    driver = NativeBuild.driver();
    System.load(driver.toString());
    kernels = load(NativeBuild.kernels(NativeBuild.KERNELS, "gns4j.cu", driver));
    enable(kernels, true);
  }

  /** Returns the emulator with its settings reset; skips the calling test without g++. */
  static synchronized Emulator get() {
    if (instance == null) {
      NativeBuild.requireCompiler();
      instance = new Emulator();
    }
    instance.reset();
    return instance;
  }

  /** Returns kernels on a fresh backend whose blocks run in the given order. */
  static Kernels kernels(Order order) {
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

  Path driver() {
    return driver;
  }

  /** Loads a library of kernels; returns the number by which it is enabled. */
  int load(Path library) {
    int number = (int) call("gns_emu_begin_library", ValueLayout.JAVA_INT);
    System.load(library.toString());
    return number;
  }

  /** Takes kernels from this library first, or not at all. */
  void enable(int library, boolean enabled) {
    call("gns_emu_enable", null, library, enabled ? 1 : 0);
  }

  void order(Order order) {
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

  long launches() {
    return (long) call("gns_emu_launches", ValueLayout.JAVA_LONG);
  }

  /** Returns the number of things that exist: allocations, streams, events, modules, contexts. */
  long alive() {
    return (long) call("gns_emu_alive", ValueLayout.JAVA_LONG);
  }

  long memoryUsed() {
    return (long) call("gns_emu_memory_used", ValueLayout.JAVA_LONG);
  }

  /** Returns and forgets the first error of a kernel or misuse of the driver, empty for none. */
  String takeError() {
    MemorySegment text = (MemorySegment) call("gns_emu_take_error", ValueLayout.ADDRESS);
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private Object call(String name, MemoryLayout result, Object... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] = arguments[i] instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }
    FunctionDescriptor type =
        result == null
            ? FunctionDescriptor.ofVoid(layouts)
            : FunctionDescriptor.of(result, layouts);
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), type);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }
}
