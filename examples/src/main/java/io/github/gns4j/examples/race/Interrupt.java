package io.github.gns4j.examples.race;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What to do on Ctrl-C. Between opening and closing, an interrupted program calls an action that
 * ends the work soon, and waits for the work to be closed before it exits.
 */
final class Interrupt implements AutoCloseable {
  /** Seconds that the work may take to come to its end. */
  private static final int PATIENCE = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private Interrupt(Runnable action) {
    hook =
        new Thread(
            () -> {
              action.run();
              await();
            },
            "interrupt");
  }

  /** Opens: from now on Ctrl-C calls {@code action}. */
  static Interrupt calls(Runnable action) {
    Interrupt interrupt = new Interrupt(action);
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is being shut down: the hook is running and has just been let go.
    }
  }

  private void await() {
    try {
      closed.await(PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
