package io.github.gns4j.monitor.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines of bounded length, reusing its memory. Not for several threads. */
final class LineReader {
  /** A line of a thousand layers takes a quarter of a megabyte; longer than this is no log. */
  static final int LONGEST = 16 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 10];
  private int length;
  private boolean terminated;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    length = 0;
    terminated = false;
    while (!terminated && fill()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      append(end);
      terminated = end < limit;
      position = terminated ? end + 1 : end;
    }
    return terminated || length > 0;
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return position < limit;
  }

  private void append(int end) throws IOException {
    int size = end - position;
    if (length + size > LONGEST) {
      throw new RunLogException("a line is longer than " + LONGEST + " bytes");
    }
    if (length + size > line.length) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + size));
    }
    System.arraycopy(buffer, position, line, length, size);
    length += size;
  }

  /** The bytes of the line; valid until the next call of {@link #next}. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** Whether the line ended with a line feed: one that does not may be torn. */
  boolean isTerminated() {
    return terminated;
  }
}
