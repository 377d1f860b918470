package io.github.gns4j.monitor.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A protocol buffer message under construction: the four kinds of field that events need. A library
 * for protocol buffers would be larger than all of this module.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Message whole(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  Message float64(int field, double value) {
    varint(((long) field << 3) | FIXED64);
    fixed(Double.doubleToLongBits(value), Double.BYTES);
    return this;
  }

  Message float32(int field, float value) {
    varint(((long) field << 3) | FIXED32);
    fixed(Float.floatToIntBits(value), Float.BYTES);
    return this;
  }

  Message text(int field, String value) {
    return block(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return block(field, value.toByteArray());
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private Message block(int field, byte[] value) {
    varint(((long) field << 3) | BYTES);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private void fixed(long value, int width) {
    for (int i = 0; i < width; i++) {
      bytes.write((int) (value >>> (8 * i)));
    }
  }
}
