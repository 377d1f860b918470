package io.github.gns4j.dl4j;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the blocks of a network find what they share. DL4J makes an updater for each block and
 * tells none of the others; but the state arrays of one network are views of one buffer, and that
 * is how blocks find each other here (among those whose settings agree).
 *
 * <p>Thread-safe.
 */
final class SharedNoises {
  private static final List<Entry> REGISTRY = new ArrayList<>();

  /** Entry of the registry: lives as long as the network's state buffer and one of its blocks. */
  private record Entry(WeakReference<DataBuffer> buffer, WeakReference<SharedNoise> shared) {
    boolean isAlive() {
      return buffer.get() != null && shared.get() != null;
    }
  }

  private SharedNoises() {}

  /** Returns what {@code block} shares with the other blocks of its network, itself included. */
  static SharedNoise join(BlockUpdater block) {
    synchronized (REGISTRY) {
      REGISTRY.removeIf(entry -> !entry.isAlive());
      DataBuffer buffer = root(block.view());
      Family family = block.getConfig().family();
      SharedNoise shared =
          ofBuffer(buffer).stream()
              .filter(known -> known.family().equals(family))
              .findFirst()
              .orElseGet(() -> register(buffer, family));
      shared.add(block, block.view().offset());
      return shared;
    }
  }

  /**
   * Lets blocks whose state arrays lie in buffers of their own share what they know, one group for
   * each family; in the order given, which must be the same whenever they are joined. What the
   * groups knew that they belonged to goes on, also if the block that held it is not among them.
   */
  static void unite(List<BlockUpdater> apart) {
    Map<Family, SharedNoise> united = new LinkedHashMap<>();
    Map<Family, NetworkRecord> known = new LinkedHashMap<>();
    long place = 0;
    for (BlockUpdater block : apart) {
      SharedNoise before = block.shared();
      NetworkRecord record = before.current();
      known.merge(before.family(), record, (a, b) -> a.round() >= b.round() ? a : b);
      SharedNoise shared = united.computeIfAbsent(before.family(), SharedNoise::new);
      shared.add(block, place++);
    }
    united.forEach((family, shared) -> shared.begin(known.get(family)));
  }

  /** Returns whether blocks share what they know with one another, and with no other. */
  static boolean isUnited(Collection<BlockUpdater> blocks) {
    return blocks.size()
        == blocks.stream().map(BlockUpdater::shared).distinct().mapToInt(SharedNoise::count).sum();
  }

  /** Returns what the networks whose updater state is {@code state} share, one for each family. */
  static List<SharedNoise> of(INDArray state) {
    synchronized (REGISTRY) {
      return ofBuffer(root(state));
    }
  }

  private static List<SharedNoise> ofBuffer(DataBuffer buffer) {
    List<SharedNoise> found = new ArrayList<>();
    for (Entry entry : REGISTRY) {
      SharedNoise shared = entry.shared().get();
      if (shared != null && entry.buffer().refersTo(buffer)) {
        found.add(shared);
      }
    }
    return found;
  }

  private static SharedNoise register(DataBuffer buffer, Family family) {
    SharedNoise shared = new SharedNoise(family);
    REGISTRY.add(new Entry(new WeakReference<>(buffer), new WeakReference<>(shared)));
    return shared;
  }

  /** Returns the buffer that the array is a view of. */
  static DataBuffer root(INDArray view) {
    DataBuffer original = view.data().originalDataBuffer();
    return original == null ? view.data() : original;
  }
}
