package io.github.gns4j.state;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Flat arrays of any length in a stream: number of bytes (long, big-endian), byte order (1 for
 * little-endian, 0 for big-endian), the elements as they lie in memory, and the CRC-32C of the
 * elements (int).
 */
public final class ArrayStream {
  private static final int BLOCK = 1 << 16;

  /** Longest checkpoint of scalars: far above any, and low enough to refuse a foreign file. */
  private static final int MAX_SCALAR_BYTES = 1 << 28;

  private ArrayStream() {}

  /**
   * Writes an array.
   *
   * @param kernels kernels that can copy it to the host
   */
  public static void write(Kernels kernels, FlatArray array, DataOutputStream out)
      throws IOException {
    MemorySegment memory = onHost(kernels, array).segment();
    byte[] block = new byte[BLOCK];
    CRC32C checksum = new CRC32C();
    out.writeLong(memory.byteSize());
    out.writeBoolean(isLittleEndian());
    for (long at = 0; at < memory.byteSize(); at += BLOCK) {
      int count = (int) Math.min(BLOCK, memory.byteSize() - at);
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, block, 0, count);
      checksum.update(block, 0, count);
      out.write(block, 0, count);
    }
    out.writeInt((int) checksum.getValue());
  }

  /**
   * Reads an array.
   *
   * @throws CheckpointException if the stream holds another number of bytes, another byte order, is
   *     cut off, or its checksum does not match
   */
  public static HostArray read(ElementType type, long length, DataInputStream in)
      throws IOException {
    HostArray array = HostArray.allocate(type, length);
    MemorySegment memory = array.segment();
    try {
      readHeader(memory.byteSize(), in);
      byte[] block = new byte[BLOCK];
      CRC32C checksum = new CRC32C();
      for (long at = 0; at < memory.byteSize(); at += BLOCK) {
        int count = (int) Math.min(BLOCK, memory.byteSize() - at);
        in.readFully(block, 0, count);
        checksum.update(block, 0, count);
        MemorySegment.copy(block, 0, memory, ValueLayout.JAVA_BYTE, at, count);
      }
      if (in.readInt() != (int) checksum.getValue()) {
        throw new CheckpointException("an array is damaged: the checksum does not match");
      }
    } catch (EOFException end) {
      throw cutOff(end);
    }
    return array;
  }

  /** Reads the length of the scalars that {@link #readBytes} is to read. */
  public static int readLength(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      if (length < 0 || length > MAX_SCALAR_BYTES) {
        throw new CheckpointException("not a saved optimizer of GNS4J");
      }
      return length;
    } catch (EOFException end) {
      throw cutOff(end);
    }
  }

  /** Reads {@code length} bytes. */
  public static byte[] readBytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw cutOff(new EOFException(bytes.length + " of " + length + " bytes"));
    }
    return bytes;
  }

  private static HostArray onHost(Kernels kernels, FlatArray array) {
    if (array instanceof HostArray host) {
      return host;
    }
    HostArray copy = HostArray.allocate(array.type(), array.length());
    kernels.copy(array, copy);
    return copy;
  }

  private static void readHeader(long needed, DataInputStream in) throws IOException {
    long bytes = in.readLong();
    if (bytes != needed) {
      throw new CheckpointException("an array has " + bytes + " bytes, needed: " + needed);
    }
    if (in.readBoolean() != isLittleEndian()) {
      throw new CheckpointException("arrays were saved on a machine of the other byte order");
    }
  }

  private static boolean isLittleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private static CheckpointException cutOff(EOFException end) {
    return new CheckpointException("the saved optimizer is cut off", end);
  }
}
