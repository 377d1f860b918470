package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels that only move memory: the least a kernel over the same streams can take. As many threads
 * as {@code gns4j.threads} says (or processors), each on a contiguous part.
 */
final class Traffic implements AutoCloseable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Below it the work is done before another thread is awake. */
  private static final long PARALLEL_ELEMENTS = 100_000;

  private final int threads =
      Integer.getInteger("gns4j.threads", Runtime.getRuntime().availableProcessors());
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Math.max(1, threads - 1), this::daemon);

  private interface Part {
    float run(long from, long to);
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "traffic");
    thread.setDaemon(true);
    return thread;
  }

  /** Reads {@code read} arrays and reads and writes {@code changed} ones, element by element. */
  float move(HostArray[] read, HostArray[] changed) {
    long length = (changed.length > 0 ? changed[0] : read[0]).length();
    return inParts(length, (from, to) -> part(read, changed, from, to));
  }

  private float inParts(long length, Part part) {
    int parts = length < PARALLEL_ELEMENTS ? 1 : threads;
    long step = (length / parts) & -1024L;
    Future<?>[] others = new Future<?>[parts - 1];
    for (int i = 0; i < parts - 1; i++) {
      long from = i * step;
      others[i] = pool.submit(() -> part.run(from, from + step));
    }
    float sum = part.run((parts - 1) * step, length);
    try {
      for (Future<?> other : others) {
        other.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return sum;
  }

  private static float part(HostArray[] read, HostArray[] changed, long from, long to) {
    return switch (10 * changed.length + read.length) {
      case 1 -> read(read[0].segment(), from, to);
      case 11 -> change1(read[0].segment(), changed[0].segment(), from, to);
      case 21 -> change2(read[0].segment(), changed[0].segment(), changed[1].segment(), from, to);
      case 31 -> change3(read[0].segment(), changed, from, to);
      default -> throw new IllegalArgumentException(read.length + " read, " + changed.length);
    };
  }

  private static FloatVector load(MemorySegment segment, long i) {
    return FloatVector.fromMemorySegment(SPECIES, segment, i * Float.BYTES, ORDER);
  }

  private static void store(FloatVector value, MemorySegment segment, long i) {
    value.intoMemorySegment(segment, i * Float.BYTES, ORDER);
  }

  private static float read(MemorySegment a, long from, long to) {
    long lanes = SPECIES.length();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (long i = from; i + 4 * lanes <= to; i += 4 * lanes) {
      s0 = s0.add(load(a, i));
      s1 = s1.add(load(a, i + lanes));
      s2 = s2.add(load(a, i + 2 * lanes));
      s3 = s3.add(load(a, i + 3 * lanes));
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
  }

  private static float change1(MemorySegment g, MemorySegment a, long from, long to) {
    long lanes = SPECIES.length();
    for (long i = from; i + lanes <= to; i += lanes) {
      store(load(a, i).add(load(g, i)), a, i);
    }
    return 0;
  }

  private static float change2(
      MemorySegment g, MemorySegment a, MemorySegment b, long from, long to) {
    long lanes = SPECIES.length();
    for (long i = from; i + lanes <= to; i += lanes) {
      FloatVector gradient = load(g, i);
      store(load(a, i).add(gradient), a, i);
      store(load(b, i).add(gradient), b, i);
    }
    return 0;
  }

  private static float change3(MemorySegment g, HostArray[] changed, long from, long to) {
    long lanes = SPECIES.length();
    MemorySegment a = changed[0].segment();
    MemorySegment b = changed[1].segment();
    MemorySegment c = changed[2].segment();
    for (long i = from; i + lanes <= to; i += lanes) {
      FloatVector gradient = load(g, i);
      store(load(a, i).add(gradient), a, i);
      store(load(b, i).add(gradient), b, i);
      store(load(c, i).add(gradient), c, i);
    }
    return 0;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
