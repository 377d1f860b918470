package io.github.gns4j.dl4j.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A response of Vert.x as a stream that waits: while the reader has not taken what was written, the
 * next write blocks, so that a slow reader cannot fill the memory. For one thread that writes.
 */
final class ResponseStream extends OutputStream {
  private final HttpServerResponse response;
  private final Semaphore drained = new Semaphore(0);
  private volatile boolean gone;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
    response.closeHandler(_ -> leave());
    response.exceptionHandler(_ -> leave());
    response.drainHandler(_ -> drained.release());
  }

  private void leave() {
    gone = true;
    drained.release();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    awaitDrained();
    response.write(Buffer.buffer().appendBytes(bytes, offset, length));
  }

  private void awaitDrained() throws IOException {
    try {
      while (!gone && response.writeQueueFull()) {
        drained.tryAcquire(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the reader was slow", e);
    }
    if (gone || response.ended()) {
      throw new IOException("the reader has gone");
    }
  }
}
