package io.github.gns4j.state;

import java.io.IOException;

/** A checkpoint that cannot be used, with the reason in words. Nothing was restored from it. */
public final class CheckpointException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates one with what is wrong and what was expected. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates one with what is wrong and what showed it. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
