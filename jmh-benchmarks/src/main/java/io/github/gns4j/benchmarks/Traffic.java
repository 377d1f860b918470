package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels that only move memory: the least a kernel over the same streams can take. They add words
 * of four bytes, whatever the arrays hold, so that no number is slower than another. As many
 * threads as {@code gns4j.threads} says (or processors), each on a contiguous part.
 */
final class Traffic implements AutoCloseable {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Below it the work is done before another thread is awake. */
  private static final long PARALLEL_WORDS = 100_000;

  private final int threads =
      Integer.getInteger("gns4j.threads", Runtime.getRuntime().availableProcessors());
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Math.max(1, threads - 1), this::daemon);

  private interface Part {
    int run(long from, long to);
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "traffic");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads {@code read} and reads and writes {@code changed} arrays, up to three: element by
   * element, or one array after the other if their elements differ in size.
   */
  int move(HostArray read, HostArray... changed) {
    if (changed.length == 0) {
      return inParts(words(read), (from, to) -> read(read.segment(), from, to));
    }
    if (read.type().bytes() != changed[0].type().bytes()) {
      int sum = move(read);
      for (HostArray array : changed) {
        sum += move(array, array);
      }
      return sum;
    }
    return inParts(words(read), (from, to) -> change(read.segment(), changed, from, to));
  }

  private static long words(HostArray array) {
    return array.segment().byteSize() / Integer.BYTES;
  }

  private int inParts(long words, Part part) {
    int parts = words < PARALLEL_WORDS ? 1 : threads;
    long step = (words / parts) & -1024L;
    List<Future<Integer>> others = new ArrayList<>();
    for (int i = 0; i < parts - 1; i++) {
      long from = i * step;
      others.add(pool.submit(() -> part.run(from, from + step)));
    }
    int sum = part.run((parts - 1) * step, words);
    try {
      for (Future<Integer> other : others) {
        sum += other.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return sum;
  }

  private static int change(MemorySegment g, HostArray[] changed, long from, long to) {
    MemorySegment a = changed[0].segment();
    return switch (changed.length) {
      case 1 -> change1(g, a, from, to);
      case 2 -> change2(g, a, changed[1].segment(), from, to);
      case 3 -> change3(g, changed, from, to);
      default -> throw new IllegalArgumentException(changed.length + " arrays to change");
    };
  }

  private static IntVector load(MemorySegment segment, long i) {
    return IntVector.fromMemorySegment(SPECIES, segment, i * Integer.BYTES, ORDER);
  }

  private static void store(IntVector value, MemorySegment segment, long i) {
    value.intoMemorySegment(segment, i * Integer.BYTES, ORDER);
  }

  private static int read(MemorySegment a, long from, long to) {
    long lanes = SPECIES.length();
    IntVector s0 = IntVector.zero(SPECIES);
    IntVector s1 = s0;
    IntVector s2 = s0;
    IntVector s3 = s0;
    for (long i = from; i + 4 * lanes <= to; i += 4 * lanes) {
      s0 = s0.add(load(a, i));
      s1 = s1.add(load(a, i + lanes));
      s2 = s2.add(load(a, i + 2 * lanes));
      s3 = s3.add(load(a, i + 3 * lanes));
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
  }

  private static int change1(MemorySegment g, MemorySegment a, long from, long to) {
    long lanes = SPECIES.length();
    for (long i = from; i + lanes <= to; i += lanes) {
      store(load(a, i).add(load(g, i)), a, i);
    }
    return 0;
  }

  private static int change2(
      MemorySegment g, MemorySegment a, MemorySegment b, long from, long to) {
    long lanes = SPECIES.length();
    for (long i = from; i + lanes <= to; i += lanes) {
      IntVector gradient = load(g, i);
      store(load(a, i).add(gradient), a, i);
      store(load(b, i).add(gradient), b, i);
    }
    return 0;
  }

  private static int change3(MemorySegment g, HostArray[] changed, long from, long to) {
    long lanes = SPECIES.length();
    MemorySegment a = changed[0].segment();
    MemorySegment b = changed[1].segment();
    MemorySegment c = changed[2].segment();
    for (long i = from; i + lanes <= to; i += lanes) {
      IntVector gradient = load(g, i);
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
