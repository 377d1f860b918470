package io.github.gns4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Memory that an optimizer takes beside parameters and gradient, in bytes a parameter: what the
 * pool of native memory grows by until it has taken some steps. {@code StateMemory FILE.json}.
 */
public final class StateMemory {
  /** So many that what does not grow with them hardly counts. */
  static final int PARAMETERS = 1 << 20;

  private static final int SAMPLES = 64;
  private static final int STEPS = 40; // the probe has had its turn by then
  private static final String POOL = "direct";

  private StateMemory() {}

  /** Measures and writes. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: StateMemory FILE.json");
    }
    ArrayNode rows = new ObjectMapper().createArrayNode();
    Map<String, Supplier<NoiseAwareBuilder<?>>> optimizers = new LinkedHashMap<>();
    optimizers.put("SGD", NoiseAware::sgd);
    optimizers.put("SGD with momentum", () -> NoiseAware.sgd().momentum(0.9));
    optimizers.put("Adam", NoiseAware::adam);
    optimizers.put("LAMB", NoiseAware::lamb);
    optimizers.put("auto()", NoiseAware::auto);
    optimizers.forEach(
        (name, builder) -> {
          for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
            rows.addObject()
                .put("optimizer", name)
                .put("type", type.name())
                .put("bytesPerParameter", bytesPerParameter(builder.get(), type));
          }
        });
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(Path.of(arguments[0]).toFile(), rows);
  }

  /** Returns the growth in bytes a parameter over steps of two micro-batches. */
  static double bytesPerParameter(NoiseAwareBuilder<?> builder, ElementType type) {
    HostArray weights = Configured.random(type, PARAMETERS, 1, 1e-1);
    HostArray[] gradients = {
      Configured.random(type, PARAMETERS, 2, 1e-3), Configured.random(type, PARAMETERS, 3, 1e-3)
    };
    long before = nativeBytes();
    try (NoiseAwareOptimizer optimizer =
        builder.batchSize(2 * SAMPLES).maxMicroBatch(SAMPLES).forParameters(weights)) {
      for (int step = 0; step < STEPS; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(gradients[micro.index() % 2], micro);
        }
        optimizer.step(micro -> gradients[micro.index() % 2]);
      }
      return (double) (nativeBytes() - before) / PARAMETERS; // closed after that, so reachable
    } finally {
      Reference.reachabilityFence(weights);
      Reference.reachabilityFence(gradients);
    }
  }

  /** What garbage still holds is given back first, as far as the collector is asked in time. */
  private static long nativeBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      try {
        Thread.sleep(50); // cleaners run after the collector
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      least =
          Math.min(
              least,
              ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                  .filter(pool -> pool.getName().equals(POOL))
                  .mapToLong(BufferPoolMXBean::getMemoryUsed)
                  .sum());
    }
    return least;
  }
}
