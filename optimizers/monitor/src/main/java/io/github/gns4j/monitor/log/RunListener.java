package io.github.gns4j.monitor.log;

import io.github.gns4j.report.StepListener;

/** A listener that takes the steps of other optimizers too. */
public interface RunListener extends StepListener, AutoCloseable {
  /** Receives a step of an optimizer that makes no report; must return quickly. */
  void onPlainStep(PlainStep step);

  /** The same as {@link #onClose}; closing twice does nothing. */
  @Override
  default void close() {
    onClose();
  }
}
