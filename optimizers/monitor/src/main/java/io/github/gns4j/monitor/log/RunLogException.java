package io.github.gns4j.monitor.log;

import java.io.IOException;

/** A run log that cannot be read; the message names the file and the line. */
public final class RunLogException extends IOException {
  private static final long serialVersionUID = 1;

  RunLogException(String message, Throwable cause) {
    super(message, cause);
  }

  RunLogException(String message) {
    super(message);
  }
}
