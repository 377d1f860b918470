package io.github.gns4j.monitor.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Frames records as TensorFlow's record files do: length (8 bytes, little endian), masked CRC-32C
 * of the length, data, masked CRC-32C of the data. Not for several threads.
 */
final class RecordStream {
  private static final int MASK = 0xa282ead8;

  private final CRC32C crc = new CRC32C();
  private final OutputStream out;

  RecordStream(OutputStream out) {
    this.out = out;
  }

  void write(byte[] data) throws IOException {
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(masked(length)).array());
    out.write(data);
    out.write(little(Integer.BYTES).putInt(masked(data)).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A sum over bytes that hold sums of their own would be weak; turning and shifting mends it. */
  private int masked(byte[] bytes) {
    crc.reset();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
