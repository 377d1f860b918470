package io.github.gns4j.kernels.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things to release, last in first out, each even if another fails; the first failure is thrown at
 * the end with the others attached. Released once, whoever asks first.
 */
final class Cleanup {
  private final Deque<Runnable> actions = new ArrayDeque<>();

  synchronized void add(Runnable action) {
    actions.push(action);
  }

  void run() {
    RuntimeException first = null;
    for (Runnable action = poll(); action != null; action = poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Releases after {@code failure}, to which failures of the release are attached. */
  void runAfter(Throwable failure) {
    try {
      run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private synchronized Runnable poll() {
    return actions.poll();
  }
}
