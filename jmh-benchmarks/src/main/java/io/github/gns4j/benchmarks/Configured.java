package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;

/** Arrays of ours: on which kernels, of which type, with how many threads. */
public abstract class Configured extends Sized {
  /** The kernels: {@code vector} or {@code scalar}. */
  @Param("vector")
  public String backend;

  /** The type of gradients. State is FLOAT64 beside FLOAT64, otherwise FLOAT32. */
  @Param("FLOAT32")
  public ElementType type;

  /** Threads of the kernels and of the traffic beside them, 0 for as many as processors. */
  @Param("0")
  public int threads;

  /**
   * Selects the kernels for all of this process, which JMH starts for every combination anew.
   *
   * @param bytes memory that the arrays will take
   * @throws IllegalStateException if there is less, or other kernels are at work already; JMH then
   *     leaves the combination out
   */
  final Kernels select(long bytes) {
    FreeMemory.require(bytes);
    System.setProperty("gns4j.backend", backend);
    if (threads > 0) {
      System.setProperty("gns4j.threads", Integer.toString(threads));
    }
    Kernels kernels = Kernels.select(Placement.HOST);
    String ending = threads > 0 ? ", " + threads + " threads" : " threads";
    if (!kernels.name().equals(backend) || !kernels.description().endsWith(ending)) {
      throw new IllegalStateException(
          "%s kernels (%s) are at work, asked for: %s, threads %d (forks: at least 1)"
              .formatted(kernels.name(), kernels.description(), backend, threads));
    }
    return kernels;
  }

  final ElementType stateType() {
    return type == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }

  final HostArray state() {
    return HostArray.allocate(stateType(), parameters);
  }

  final HostArray weights() {
    return random(stateType(), parameters, 1, 1e-1);
  }

  final HostArray gradient(long seed) {
    return random(type, parameters, seed, 1e-3);
  }

  static HostArray random(ElementType type, long length, long seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    HostArray array = HostArray.allocate(type, length);
    for (long i = 0; i < length; i++) {
      array.set(i, scale * (random.nextDouble() - 0.5));
    }
    return array;
  }
}
