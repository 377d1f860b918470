package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.HostArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Bytes kept in elements of an array of float type, one byte an element: whatever the type, the
 * values 0 to 255 are exact. DL4J restores an updater by copying numbers into its state array, so
 * what is not in that array is lost; an all-zero area means that nothing has been written yet.
 *
 * <p>Layout: 4 bytes of {@value #MAGIC_TEXT}, 1 of the format version, 2 of the payload's length, 4
 * of the payload's CRC-32, the payload.
 */
final class StateBytes {
  /** Elements set aside for the bytes of one tensor; 64-byte aligned in every type. */
  static final int CAPACITY = 2048;

  private static final String MAGIC_TEXT = "GNS4";
  private static final int MAGIC = 0x474E5334;
  private static final byte VERSION = 3;
  private static final int HEADER = Integer.BYTES + Byte.BYTES + Short.BYTES + Integer.BYTES;
  private static final int BYTE_VALUES = 1 << Byte.SIZE;

  private StateBytes() {}

  /**
   * Writes the first {@code size} bytes of {@code payload} into the first {@link #CAPACITY}
   * elements.
   *
   * @return the {@link #stamp} of the array then
   * @throws IllegalStateException if it does not fit
   */
  static long write(HostArray state, byte[] payload, int size) {
    int length = HEADER + size;
    if (length > CAPACITY) {
      throw new IllegalStateException(
          "scalars take " + length + " bytes, set aside in the updater state: " + CAPACITY);
    }
    int checksum = checksum(payload, size);
    int at = storeNumber(MAGIC, Integer.BYTES, state, 0);
    at = storeNumber(VERSION, Byte.BYTES, state, at);
    at = storeNumber(size, Short.BYTES, state, at);
    at = storeNumber(checksum, Integer.BYTES, state, at);
    store(payload, size, state, at);
    return stamp(MAGIC, checksum);
  }

  /** Stores the last {@code count} bytes of a number, and returns where the next goes. */
  private static int storeNumber(int number, int count, HostArray state, int offset) {
    for (int i = 0; i < count; i++) {
      state.set(offset + i, (number >>> (Byte.SIZE * (count - 1 - i))) & (BYTE_VALUES - 1));
    }
    return offset + count;
  }

  /** As {@link HostArray#set} for each, but with the type asked once: this is done every step. */
  private static void store(byte[] bytes, int length, HostArray state, int offset) {
    MemorySegment memory = state.segment();
    switch (state.type()) {
      case FLOAT32 -> {
        for (int i = 0; i < length; i++) {
          memory.setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, Byte.toUnsignedInt(bytes[i]));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < length; i++) {
          memory.setAtIndex(ValueLayout.JAVA_DOUBLE, offset + i, Byte.toUnsignedInt(bytes[i]));
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          state.set(offset + i, Byte.toUnsignedInt(bytes[i]));
        }
      }
    }
  }

  /** Returns a number that differs when the content does: the first bytes and the checksum. */
  static long stamp(HostArray state) {
    return stamp(number(state, 0), number(state, HEADER - Integer.BYTES));
  }

  private static int number(HostArray state, int offset) {
    int number = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      number = number << Byte.SIZE | byteAt(state, offset + i);
    }
    return number;
  }

  private static long stamp(int start, int checksum) {
    return ((long) start << Integer.SIZE) | Integer.toUnsignedLong(checksum);
  }

  /**
   * Returns the payload written last, or null if the area is all zeros at its start.
   *
   * @throws IllegalStateException if the area holds anything else: a state of another updater, of
   *     another version, or one that was damaged
   */
  static byte[] read(HostArray state) {
    ByteBuffer header = ByteBuffer.wrap(bytes(state, 0, HEADER));
    int magic = header.getInt();
    byte version = header.get();
    int length = header.getShort();
    int checksum = header.getInt();
    if (magic == 0 && version == 0 && length == 0 && checksum == 0) {
      return null;
    }
    if (magic != MAGIC) {
      throw corrupt("does not start with " + MAGIC_TEXT + ": it is not one of these updaters'");
    }
    if (version != VERSION) {
      throw corrupt("has format version " + version + ", understood: " + VERSION);
    }
    if (length < 0 || length > CAPACITY - HEADER) {
      throw corrupt("claims " + length + " bytes of scalars, more than is set aside");
    }
    byte[] payload = bytes(state, HEADER, length);
    if (checksum != checksum(payload, length)) {
      throw corrupt("fails its checksum: it was damaged or written by something else");
    }
    return payload;
  }

  private static byte[] bytes(HostArray state, int offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) byteAt(state, offset + i);
    }
    return bytes;
  }

  private static int byteAt(HostArray state, int index) {
    double value = state.get(index);
    if (!(value >= 0 && value < BYTE_VALUES) || value != Math.rint(value)) {
      throw corrupt("has " + value + " as element " + index + ", allowed: 0 to 255");
    }
    return (int) value;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static IllegalStateException corrupt(String what) {
    return new IllegalStateException("the updater state " + what);
  }
}
