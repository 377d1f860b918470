package io.github.gns4j.dl4j;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes in memory, as {@link java.io.ByteArrayOutputStream} keeps them, for one thread: scalars are
 * written number by number in every step, and a lock for each took a third of a small network's
 * step.
 */
final class ByteSink extends OutputStream {
  private byte[] bytes = new byte[StateBytes.CAPACITY];
  private int length;

  /** Forgets what was written. */
  void clear() {
    length = 0;
  }

  /** Returns the array that what was written begins; not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns how many bytes were written. */
  int length() {
    return length;
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void reserve(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
    }
  }
}
