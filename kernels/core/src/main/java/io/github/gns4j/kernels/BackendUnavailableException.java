package io.github.gns4j.kernels;

/** A kernel backend cannot run here; the message is the reason in one sentence. */
public final class BackendUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public BackendUnavailableException(String reason) {
    super(reason);
  }

  /** Creates the exception with its cause. */
  public BackendUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
