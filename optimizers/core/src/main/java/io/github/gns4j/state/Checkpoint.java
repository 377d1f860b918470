package io.github.gns4j.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The binary form in which state is kept outside the process, big-endian: magic {@code "GNS4"} (4
 * bytes), format version (int, {@value #VERSION}), length of the fingerprint (int), fingerprint
 * (UTF-8), length of the payload (long), payload, CRC-32C of all bytes before it (int).
 *
 * <p>The fingerprint says in words what the state belongs to (kind of optimizer, number of
 * parameters, state type): a checkpoint is only read back by something that says the same.
 *
 * <p>Everything is checked before the first byte of the payload is given out, and if the state
 * refuses its payload it gets back what it held before.
 */
public final class Checkpoint {
  /** Version written, and the only one that is read: the states within have changed since. */
  public static final int VERSION = 4;

  private static final byte[] MAGIC = "GNS4".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Integer.BYTES + Integer.BYTES;
  private static final int TRAILER = Integer.BYTES;

  private Checkpoint() {}

  /** Returns {@code state} in binary form. */
  public static byte[] toBytes(String fingerprint, Stateful state) {
    byte[] payload = payload(state);
    byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
    int length = Math.addExact(HEADER + name.length + Long.BYTES + TRAILER, payload.length);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.put(MAGIC).putInt(VERSION).putInt(name.length).put(name);
    buffer.putLong(payload.length).put(payload);
    return buffer.putInt(checksum(buffer.array(), length - TRAILER)).array();
  }

  /**
   * Replaces the state by that of a checkpoint.
   *
   * @throws CheckpointException if the bytes are truncated, damaged, of another kind of file, of a
   *     newer version, or of another configuration; the state is then what it was
   */
  public static void fromBytes(byte[] bytes, String fingerprint, Stateful state)
      throws CheckpointException {
    byte[] payload = checkedPayload(bytes, fingerprint);
    byte[] before = payload(state);
    if (payload.length != before.length) {
      throw new CheckpointException(
          "checkpoint holds " + payload.length + " bytes of state, needed: " + before.length);
    }
    try {
      state.restore(input(payload));
    } catch (IOException | RuntimeException refused) {
      undo(state, before);
      CheckpointException failure =
          new CheckpointException(
              "checkpoint holds a state that is refused: " + refused.getMessage());
      failure.initCause(refused);
      throw failure;
    }
  }

  /**
   * Checks that bytes are a whole checkpoint of this configuration.
   *
   * @throws CheckpointException as {@link #fromBytes}
   */
  public static void verify(byte[] bytes, String fingerprint) throws CheckpointException {
    checkedPayload(bytes, fingerprint);
  }

  /** Writes {@code state} to an {@link AtomicFile}. */
  public static void write(Path file, String fingerprint, Stateful state) throws IOException {
    byte[] bytes = toBytes(fingerprint, state);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Replaces the state by that of a file.
   *
   * @throws CheckpointException as {@link #fromBytes}, naming the file
   */
  public static void read(Path file, String fingerprint, Stateful state) throws IOException {
    try {
      fromBytes(Files.readAllBytes(file), fingerprint, state);
    } catch (CheckpointException unusable) {
      CheckpointException named = new CheckpointException(file + ": " + unusable.getMessage());
      named.initCause(unusable);
      throw named;
    }
  }

  private static byte[] checkedPayload(byte[] bytes, String fingerprint)
      throws CheckpointException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    checkHeader(buffer);
    byte[] name = take(buffer, buffer.getInt(), "fingerprint");
    if (buffer.remaining() < Long.BYTES) {
      throw truncated(bytes.length);
    }
    byte[] payload = take(buffer, buffer.getLong(), "state");
    if (buffer.remaining() != TRAILER) {
      throw buffer.remaining() < TRAILER
          ? truncated(bytes.length)
          : new CheckpointException(buffer.remaining() - TRAILER + " bytes after the checkpoint");
    }
    if (buffer.getInt() != checksum(bytes, bytes.length - TRAILER)) {
      throw new CheckpointException("checkpoint is damaged: the checksum does not match");
    }
    String found = new String(name, StandardCharsets.UTF_8);
    if (!found.equals(fingerprint)) {
      throw new CheckpointException(
          "checkpoint belongs to \"" + found + "\", needed: \"" + fingerprint + "\"");
    }
    return payload;
  }

  private static void checkHeader(ByteBuffer buffer) throws CheckpointException {
    int length = buffer.remaining();
    byte[] magic = new byte[Math.min(MAGIC.length, length)];
    buffer.get(magic);
    if (!Arrays.equals(magic, 0, magic.length, MAGIC, 0, magic.length)) {
      throw new CheckpointException("not a checkpoint of GNS4J");
    }
    if (length < HEADER) {
      throw truncated(length);
    }
    int version = buffer.getInt();
    if (version != VERSION) {
      throw new CheckpointException(
          "checkpoint has format version " + version + ", understood: " + VERSION);
    }
  }

  private static byte[] take(ByteBuffer buffer, long length, String what)
      throws CheckpointException {
    if (length < 0) {
      throw new CheckpointException("checkpoint is damaged: " + what + " of " + length + " bytes");
    }
    if (length > buffer.remaining()) {
      throw truncated(buffer.limit());
    }
    byte[] bytes = new byte[(int) length];
    buffer.get(bytes);
    return bytes;
  }

  private static CheckpointException truncated(int length) {
    return new CheckpointException("checkpoint is cut off after " + length + " bytes");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static byte[] payload(Stateful state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      state.save(new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new IllegalStateException("state cannot be written to memory", impossible);
    }
    return bytes.toByteArray();
  }

  private static DataInputStream input(byte[] payload) {
    return new DataInputStream(new ByteArrayInputStream(payload));
  }

  private static void undo(Stateful state, byte[] before) {
    try {
      state.restore(input(before));
    } catch (IOException impossible) {
      throw new IllegalStateException("state refuses what it wrote itself", impossible);
    }
  }
}
