package io.github.gns4j.kernels.cuda;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What belongs to a backend and to an object of the user's at once: released when the object says
 * so, when it has become unreachable, or when the backend closes. Unreachable objects are noticed
 * at the next allocation, on the allocating thread, never in the background.
 */
final class Resources {
  /** Time to let the garbage collector hand over what it found, in milliseconds. */
  private static final long PATIENCE = 50;

  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private final Set<Resource> all = ConcurrentHashMap.newKeySet();

  /** A resource; knows its owner only weakly. */
  private static final class Resource extends PhantomReference<Object> {
    private final Cleanup cleanup;

    Resource(Object owner, ReferenceQueue<Object> queue, Cleanup cleanup) {
      super(owner, queue);
      this.cleanup = cleanup;
    }
  }

  /** Ties {@code cleanup}, which must not refer to {@code owner}, to the owner. */
  void register(Object owner, Cleanup cleanup) {
    all.add(new Resource(owner, unreachable, cleanup));
  }

  /** Releases what has become unreachable. */
  void reclaim() {
    for (Reference<?> found = unreachable.poll(); found != null; found = unreachable.poll()) {
      release((Resource) found);
    }
  }

  /** Asks for a garbage collection and releases what it finds. */
  void collect() {
    System.gc();
    try {
      Reference<?> found = unreachable.remove(PATIENCE);
      while (found != null) {
        release((Resource) found);
        found = unreachable.remove(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Releases everything. */
  void close() {
    Cleanup everything = new Cleanup();
    for (Resource resource : all) {
      everything.add(() -> release(resource));
    }
    everything.run();
  }

  private void release(Resource resource) {
    if (all.remove(resource)) {
      resource.cleanup.run();
    }
  }
}
